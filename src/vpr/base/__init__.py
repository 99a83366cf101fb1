"""Django plumbing: refusals, queue, audit, files, clock, the PostgreSQL launcher, the page frame."""
