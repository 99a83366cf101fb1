"""The plan of a campaign as one role reads it: moments in order, what happens, which assessments."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from vpr.cabinets.deadlines import Deadline, deadline_of
from vpr.campaigns.models import Assessment, Campaign, WindowKind
from vpr.campaigns.queries import AssessmentLine, assessment_lines
from vpr.kernel.roles import SCHOOL_ROLES, Role


@dataclass(frozen=True)
class PlanMoment:
    """One moment: `words` for the role, the assessments it concerns, is it over."""

    at: datetime
    words: str
    assessments: tuple[Assessment, ...]
    deadline: Deadline


#: What happens: words for schools, words for those who watch over them.
_WORDS = {
    "materials_opens": ("Можно получить материалы", "Школы получают материалы"),
    "upload_opens": ("Можно загружать результаты", "Школы начинают загружать результаты"),
    "upload_closes": ("Загрузите результаты до этого времени", "Кончается загрузка: проверьте, кто не загрузил"),
    "late_upload_closes": ("Последний срок поздней загрузки", "Кончается поздняя загрузка"),
}


def plan_of(campaign: Campaign, role: Role, now: datetime, time_zone: str) -> list[PlanMoment]:
    """Moments of the open assessments (of all, for the federal organizer), oldest first; equal ones are joined."""
    shown = campaign.assessments.all()
    if role is not Role.FEDERAL_ORGANIZER:
        shown = shown.filter(is_open=True)
    moments: dict[tuple[datetime, str], list[Assessment]] = defaultdict(list)
    for line in assessment_lines(shown):
        for at, words in _moments(line, role):
            moments[at, words].append(line.assessment)
    return [
        PlanMoment(at, words, tuple(assessments), deadline_of(at, now=now, time_zone=time_zone))
        for (at, words), assessments in sorted(moments.items(), key=lambda item: item[0])
    ]


def _moments(line: AssessmentLine, role: Role) -> list[tuple[datetime, str]]:
    column = 0 if role in SCHOOL_ROLES else 1
    found = []
    for kind, window in line.windows.items():
        for edge, at in (("opens", window.opens_at), ("closes", window.closes_at)):
            if words := _WORDS.get(f"{WindowKind(kind).value}_{edge}"):
                found.append((at, words[column]))
    return found + [(wave.publishes_at, f"Публикуются результаты волны {wave.number}") for wave in line.waves]
