"""The verbs of the enrollment. Only they write its tables."""
