"""Declared kinds: one declaration of a campaign form gives its template, reader, checks, browser grid and help."""
