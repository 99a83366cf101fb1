"""Reads of the observers."""
