"""Doorways of the campaign: pages of the federal organizer and the read-only pages of everybody else."""
