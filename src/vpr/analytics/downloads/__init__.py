"""Downloads of a report: XLSX in the customary layout, CSV, JSON."""
