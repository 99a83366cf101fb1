"""HTML forms of the timetable's pages."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms

from vpr.campaigns.models import Assessment
from vpr.timetable.models import ClassGroup, ReserveReason
from vpr.timetable.rules.days import Holiday
from vpr.timetable.services.reserve import Wish

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
LESSONS_ASKED = 4


class SchoolDayForm(forms.Form):
    is_six_day = forms.BooleanField(label="Школа работает шесть дней в неделю", required=False)
    shortest_break = forms.IntegerField(
        label="Самая короткая перемена, минут",
        min_value=5,
        max_value=60,
        help_text="Между частями одной работы нужен перерыв не меньше 10 минут.",
    )
    computer_seats = forms.IntegerField(
        label="Мест за компьютерами",
        min_value=0,
        max_value=2000,
        required=False,
        help_text="Сколько учеников могут писать компьютерную работу одновременно. Пусто – не проверять.",
    )
    starts_1 = forms.TimeField(
        label="Начало 1-го урока", required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    starts_2 = forms.TimeField(
        label="Начало 2-го урока", required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    starts_3 = forms.TimeField(
        label="Начало 3-го урока", required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    starts_4 = forms.TimeField(
        label="Начало 4-го урока",
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text="Время нужно только календарю; без него работы стоят на весь день.",
    )

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or {}
        told = [fields.get(f"starts_{number}") for number in range(1, LESSONS_ASKED + 1)]
        if any(told) and not all(told):
            raise forms.ValidationError("Укажите начало всех четырёх уроков или ни одного.")
        return fields

    @property
    def starts(self) -> list[time]:
        told = [self.cleaned_data.get(f"starts_{number}") for number in range(1, LESSONS_ASKED + 1)]
        return [at for at in told if at]


class HolidayForm(forms.Form):
    title = forms.CharField(label="Название", max_length=100, required=False)
    first = forms.DateField(label="Первый день", required=False, widget=DAY)
    last = forms.DateField(label="Последний день", required=False, widget=DAY)

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or {}
        told = [bool(fields.get(key)) for key in ("title", "first", "last")]
        if any(told) and not all(told) and not self.errors:
            raise forms.ValidationError("Заполните название и обе даты или очистите строку.")
        return fields

    @property
    def holiday(self) -> Holiday | None:
        fields = self.cleaned_data
        return Holiday(fields["first"], fields["last"], fields["title"]) if fields.get("title") else None


class ReserveForm(forms.Form):
    """What a school asks: classes of the grade of the assessment, how many, which day, why."""

    classes = forms.MultipleChoiceField(label="Классы", widget=forms.CheckboxSelectMultiple)
    who = forms.ChoiceField(
        label="Кто пишет",
        choices=[("whole", "весь класс: в срок работу не писали"), ("absent", "только те, кто отсутствовал")],
        widget=forms.RadioSelect,
        initial="whole",
    )
    participants = forms.IntegerField(label="Сколько участников", min_value=1, max_value=2000)
    wanted_on = forms.DateField(label="Желаемый день", widget=DAY)
    reason = forms.ChoiceField(label="Причина", choices=ReserveReason.choices)
    words = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Без имён детей: только причина и документ, например номер приказа о карантине.",
    )

    def __init__(self, *args: Any, classes: Sequence[ClassGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._classes = {str(group.pk): group for group in classes}
        self.fields["classes"].choices = [(key, group.name) for key, group in self._classes.items()]  # type: ignore[attr-defined]

    def wish(self, assessment: Assessment) -> Wish:
        fields = self.cleaned_data
        return Wish(
            assessment=assessment,
            classes=[self._classes[key] for key in fields["classes"]],
            participants=fields["participants"],
            is_whole_class=fields["who"] == "whole",
            wanted_on=fields["wanted_on"],
            reason=fields["reason"],
            words=fields["words"],
        )


class DecisionForm(forms.Form):
    words = forms.CharField(
        label="Пояснение", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class GrantForm(DecisionForm):
    granted_on = forms.DateField(label="Резервный день", widget=DAY)
    upload_day = forms.DateField(
        label="Последний день загрузки результатов", widget=DAY, help_text="До конца этого дня по часам школы."
    )

    @classmethod
    def of(cls, day: date, upload_day: date) -> "GrantForm":
        return cls(initial={"granted_on": day, "upload_day": upload_day})
