"""XLSX forms of this room."""
