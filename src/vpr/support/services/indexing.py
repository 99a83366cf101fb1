"""What the search reads: folded texts, codes of faults, the vocabulary. Called by the verbs that change a text."""

import json

from django.db import connection

from vpr.support.models import Question
from vpr.support.queries.searching import known_codes, stems_of
from vpr.support.words import codes_of, spellings, stemmable, words_of


def index(question: Question, *, about_codes: tuple[str, ...] = ()) -> None:
    """Fills the fields of the search from the texts that are shown; saves nothing."""
    answers = (
        [] if question.pk is None else list(question.answers.filter(hidden_at=None).values_list("text", flat=True))
    )
    own = [] if question.is_hidden else [question.title, question.text]
    question.folded_title = stemmable(question.title) if own else ""
    question.folded_text = stemmable(question.text) if own else ""
    question.folded_answers = stemmable("\n".join(answers)) if own else ""
    named = codes_of("\n".join(own), known_codes()) if own else []
    question.codes = list(dict.fromkeys([*about_codes, *named]))


def learn(*texts: str) -> None:
    """Adds words to the vocabulary. Sorted, so that two questions at once never wait for each other in a circle."""
    stems = _worth_knowing(texts)
    rows = [
        {"stem": stem, "shown": shown, "spellings": [*spellings(stem), *spellings(shown)]}
        for stem, shown in stems.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO support_word (stem, shown, uses, spellings) "
            "SELECT stem, shown, 1, ARRAY(SELECT jsonb_array_elements_text(spellings)) "
            "FROM jsonb_to_recordset(%s::jsonb) AS learned (stem text, shown text, spellings jsonb) ORDER BY stem "
            "ON CONFLICT (stem) DO UPDATE SET uses = support_word.uses + 1",
            [json.dumps(rows, ensure_ascii=False)],
        )


def unlearn(*texts: str) -> None:
    """Takes the words of a hidden text back: a name in it must not live on in the vocabulary."""
    stems = sorted(_worth_knowing(texts))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE support_word SET uses = uses - 1 WHERE uses > 0 AND id IN "
            "(SELECT id FROM support_word WHERE stem = ANY(%s) ORDER BY stem FOR UPDATE)",
            [stems],
        )
        cursor.execute("DELETE FROM support_word WHERE uses = 0 AND stem = ANY(%s)", [stems])


def _worth_knowing(texts: tuple[str, ...]) -> dict[str, str]:
    """stem -> a word that has it."""
    words = [word for word in words_of("\n".join(texts)) if len(word) >= 3 and not word.isdigit()]
    return {stem: word for word, stem in reversed(stems_of(words).items()) if len(stem) >= 3}
