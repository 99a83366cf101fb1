"""Pages of the cabinets: doorways from a request to one verb or one query."""
