"""XLSX forms as declared data: template, stamping, tolerant sandboxed reading, marking of faults. No Django."""
