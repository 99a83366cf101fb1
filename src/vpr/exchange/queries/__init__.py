"""Reads of the exchange; they return frozen values."""
