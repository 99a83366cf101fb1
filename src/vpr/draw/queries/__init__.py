"""Reads of the draw."""
