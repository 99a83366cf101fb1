"""Orders of the school: one description of a document, written as PDF and as a file for Word."""
