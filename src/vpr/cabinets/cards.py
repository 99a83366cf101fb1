"""The card of an officer: who it is, how to reach them, by which document they were appointed. Never a child."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonCard:
    """What the level above sends with an appointment (S2, 1.1.1): name, post, telephone, e-mail, and the order."""

    person: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""
    document: str = ""
