"""Объективность: observers, their distribution and presence (acts come later)."""
