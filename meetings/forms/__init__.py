"""Forms of the desk and the review."""
