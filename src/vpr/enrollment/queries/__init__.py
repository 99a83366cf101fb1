"""Reads of the enrollment; nothing here writes."""
