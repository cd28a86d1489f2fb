"""Texts as files for a word processor: content values in, bytes out, no database."""
