"""Words of the domain: codes, subjects, roles, points, marks, faults. Imports nothing of ours; no Django, no clock."""
