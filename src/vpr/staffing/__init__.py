"""Local acts of a school (локальные акты): its staff, rooms, organizers, expert commissions, orders from templates.

Names live here and never leave the school: no cabinet above reads these tables (S5, 2.3-2.14, 8.1, 10).
"""
