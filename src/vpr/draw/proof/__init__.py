"""What the public is given to check a draw: two tables, three signed letters. Pure: no Django, no database."""
