"""HTML forms of the results room."""

from collections.abc import Sequence
from typing import Any

from django import forms


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """A list of files, each held against the rules of one."""

    widget = SeveralFilesInput(attrs={"accept": ".xlsx,.xls,.ods", "aria-describedby": "files-help"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        each = super().clean
        if isinstance(data, Sequence):
            return [each(file, initial) for file in data]
        return [each(data, initial)]


class BringForm(forms.Form):
    """Exports of past campaigns."""

    exports = SeveralFiles(
        label="Файлы выгрузок", error_messages={"empty": "Один из файлов пуст: выгрузите его ещё раз."}
    )
    year = forms.IntegerField(label="Год кампании", required=False, min_value=2015, max_value=2100)
    assessment = forms.CharField(label="Код работы", required=False, max_length=40)
