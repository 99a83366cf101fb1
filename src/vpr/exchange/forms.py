"""HTML forms of the exchange."""

from typing import Any

from django.forms import ChoiceField, Form, HiddenInput, IntegerField

from vpr.exchange.queries.columns import FORMS, RESULTS, SHOWN, Choice
from vpr.kernel.subjects import SUBJECTS

_GRADES = [("", "все классы"), *((str(grade), f"{grade} класс") for grade in range(4, 12))]
_SUBJECTS = [("", "все предметы"), *((subject.key, subject.title) for subject in SUBJECTS.values())]


class ChoiceForm(Form):
    """Filters of the matrix. What is not understood is not filtered: an old link still opens the page."""

    grade = ChoiceField(label="Класс", choices=_GRADES, required=False)
    subject = ChoiceField(label="Предмет", choices=_SUBJECTS, required=False)
    show = ChoiceField(label="Показать", choices=list(SHOWN.items()), required=False)
    forms = ChoiceField(label="Формы", choices=list(FORMS.items()), required=False)
    page = IntegerField(min_value=1, max_value=10_000, required=False, widget=HiddenInput)

    def choice(self, usual_forms: str = RESULTS) -> Choice:
        """`usual_forms`: what is shown when the address does not say."""
        self.is_valid()
        clean: dict[str, Any] = self.cleaned_data
        forms = clean.get("forms") or usual_forms
        is_results = forms == RESULTS
        return Choice(
            grade=int(clean["grade"]) if clean.get("grade") and is_results else None,
            subject=(clean.get("subject") or "") if is_results else "",
            show=clean.get("show") or "all",
            page=clean.get("page") or 1,
            forms=forms,
        )


def choice_query(choice: Choice) -> dict[str, object]:
    """Parameters of an address that shows this choice; what is usual is left out, but for the forms."""
    usual = Choice()
    return {
        name: value
        for name in ("grade", "subject", "show", "page")
        if (value := getattr(choice, name)) != getattr(usual, name)
    } | {"forms": choice.forms}
