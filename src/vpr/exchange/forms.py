"""HTML forms of the exchange."""

from typing import Any

from django import forms

from vpr.exchange.queries.matrix import SHOWN, Choice
from vpr.kernel.subjects import SUBJECTS

_GRADES = [("", "все классы"), *((str(grade), f"{grade} класс") for grade in range(4, 12))]
_SUBJECTS = [("", "все предметы"), *((subject.key, subject.title) for subject in SUBJECTS.values())]


class ChoiceForm(forms.Form):
    """Filters of the matrix. What is not understood is not filtered: an old link still opens the page."""

    grade = forms.ChoiceField(label="Класс", choices=_GRADES, required=False)
    subject = forms.ChoiceField(label="Предмет", choices=_SUBJECTS, required=False)
    show = forms.ChoiceField(label="Показать", choices=list(SHOWN.items()), required=False)
    page = forms.IntegerField(min_value=1, max_value=10_000, required=False, widget=forms.HiddenInput)

    @property
    def choice(self) -> Choice:
        self.is_valid()
        clean: dict[str, Any] = self.cleaned_data
        return Choice(
            grade=int(clean["grade"]) if clean.get("grade") else None,
            subject=clean.get("subject") or "",
            show=clean.get("show") or "all",
            page=clean.get("page") or 1,
        )


def choice_query(choice: Choice) -> dict[str, object]:
    """Parameters of an address that shows this choice; what is usual is left out."""
    usual = Choice()
    return {
        name: value
        for name in ("grade", "subject", "show", "page")
        if (value := getattr(choice, name)) != getattr(usual, name)
    }
