"""Pure rules of the enrollment: no database, no clock."""
