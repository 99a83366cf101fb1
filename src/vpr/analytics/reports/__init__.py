"""The seven reports: one module each, from counts to a table, charts and sentences."""
