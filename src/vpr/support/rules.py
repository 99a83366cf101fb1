"""Who may do what on the forum, and how long a question may wait. Pure."""

from datetime import datetime, timedelta

from vpr.kernel.roles import Role

QUESTIONS_A_DAY = 20
ANSWERS_A_DAY = 100
SHORTEST_TITLE = 10
LONGEST_TEXT = 5000
NEWS_LASTS = timedelta(days=14)  # an answer is told on the first page of the asker so long

MODERATORS = (Role.FEDERAL_ORGANIZER,)
#: Who sees the queue of unanswered questions.
ANSWERERS = (Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR)


def waiting_since(now: datetime) -> datetime:
    """Questions asked before this moment have waited longer than a working day; `now` in the zone of the readers."""
    moment = now
    if now.weekday() >= 5:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        moment = midnight - timedelta(days=now.weekday() - 5)  # Friday has ended
    before = moment - timedelta(days=1)
    return before - timedelta(days=2) if before.weekday() >= 5 else before


def speaks_for_region(role: Role) -> bool:
    """Regional coordinators may answer officially, for the practice of their region."""
    return role is Role.REGIONAL_COORDINATOR


def speaks_for_country(role: Role) -> bool:
    return role in MODERATORS
