"""The demo: one body with its roster and three meetings, invented, brought in by the same verbs as real ones.

States are real, what they say is not; every contact is a role and every address ends in example.org.
"""
