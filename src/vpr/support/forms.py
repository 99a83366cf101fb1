"""HTML forms of the forum."""

from typing import Any

from django import forms

from vpr.support.models import Topic
from vpr.support.rules import LONGEST_TEXT, SHORTEST_TITLE

_TEXT = forms.Textarea(attrs={"rows": 7, "maxlength": LONGEST_TEXT})


class QuestionForm(forms.Form):
    title = forms.CharField(
        label="Вопрос одной строкой",
        min_length=SHORTEST_TITLE,
        max_length=200,
        error_messages={"min_length": "Напишите вопрос подробнее: по заголовку его найдут другие."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label="Подробности",
        max_length=LONGEST_TEXT,
        required=False,
        widget=_TEXT,
        help_text="Что делали, что увидели, код ошибки. Без имён, телефонов и адресов: вопрос увидят все.",
    )
    topic = forms.ChoiceField(label="Тема", choices=Topic.choices)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="Ваш ответ",
        max_length=LONGEST_TEXT,
        widget=_TEXT,
        help_text="Без имён, телефонов и адресов: ответ увидят все.",
    )
    for_region = forms.BooleanField(label="Официально для нашего региона", required=False)

    def __init__(self, *args: Any, may_speak_for_region: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_speak_for_region:
            del self.fields["for_region"]


class ChoiceForm(forms.Form):
    """What the list of questions is narrowed to."""

    q = forms.CharField(label="Поиск", max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    topic = forms.ChoiceField(label="Тема", choices=[("", "все"), *Topic.choices], required=False)
    state = forms.ChoiceField(
        label="Ответ",
        choices=[("", "все"), ("answered", "есть ответ"), ("open", "ждут ответа"), ("closed", "закрытые")],
        required=False,
    )
    mine = forms.BooleanField(label="Наши и отслеживаемые", required=False)


class PinForm(forms.Form):
    topic = forms.ChoiceField(label="Тема", choices=Topic.choices)
    is_pinned = forms.BooleanField(required=False)


class MergeForm(forms.Form):
    into = forms.IntegerField(label="Номер основного вопроса", min_value=1)


class TitleForm(forms.Form):
    title = forms.CharField(label="Заголовок", min_length=SHORTEST_TITLE, max_length=200)


class HideForm(forms.Form):
    because = forms.CharField(label="Причина", max_length=300)
    erase = forms.BooleanField(label="Стереть текст: в нём личные данные", required=False)
