"""Forms of the federal organizer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from vpr.draw.queries.school import ClassLine
from vpr.timetable.rules.days import week_text

_SOURCE_HELP = (
    "Что станет известно всем только после закрытия данных и чего никто не может назначить, например «официальный курс "
    "доллара на 12.04.2026». Тогда исход нельзя подобрать, даже зная зерно."
)


class RoundForm(forms.Form):
    """Grades and weeks of a new round, out of what the plan draws and what schools have planned."""

    grades = forms.MultipleChoiceField(label="Параллели", widget=forms.CheckboxSelectMultiple)
    weeks = forms.MultipleChoiceField(label="Недели", widget=forms.CheckboxSelectMultiple)
    source = forms.CharField(
        label="Общедоступное значение (по желанию)", required=False, max_length=300, help_text=_SOURCE_HELP
    )

    def __init__(self, grades: Iterable[int], weeks: Mapping[date, int], *args: Any, **kwargs: Any) -> None:
        """`weeks`: Monday -> classes that wait."""
        super().__init__(*args, **kwargs)
        self.fields["grades"].choices = [(str(grade), f"{grade} класс") for grade in grades]  # type: ignore[attr-defined]
        self.fields["weeks"].choices = [  # type: ignore[attr-defined]
            (week.isoformat(), f"{week_text(week)}: классов ждёт {count}") for week, count in sorted(weeks.items())
        ]

    @property
    def chosen(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "grades": [int(grade) for grade in found["grades"]],
            "weeks": [date.fromisoformat(week) for week in found["weeks"]],
            "source": found["source"],
        }


class PublicValueForm(forms.Form):
    public_value = forms.CharField(label="Значение", max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Причина", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="Её увидят все."
    )


class RedrawForm(ReasonForm):
    """Classes of a school whose draw is to be repeated."""

    classes = forms.MultipleChoiceField(label="Классы", widget=forms.CheckboxSelectMultiple)
    source = forms.CharField(
        label="Общедоступное значение (по желанию)", required=False, max_length=300, help_text=_SOURCE_HELP
    )
    field_order = ("classes", "reason", "source")

    def __init__(self, lines: Sequence[ClassLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["classes"].choices = [  # type: ignore[attr-defined]
            (str(line.group.pk), f"{line.group.name}: {', '.join(row.assessment.title for row in line.works)}")
            for line in lines
            if line.works
        ]
