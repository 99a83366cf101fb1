"""Forms of this room, one file per form: the declaration and its kind."""
