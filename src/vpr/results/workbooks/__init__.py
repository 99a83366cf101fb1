"""Forms of this room, one file per XLSX form: the declaration from which everything else is derived."""
