"""Pure rules of who may stand in a room and who may mark. No database."""
