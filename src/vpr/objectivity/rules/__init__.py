"""Who may observe where, and how observers are distributed. Pure."""
