"""Search: Russian full text, codes of faults, words typed with a slip. No extension of PostgreSQL is asked for.

All words first (`ts_rank_cd`); when few have them all, any of the rarest words, weighed by how rare each is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from vpr.cabinets.help import fault_catalogues
from vpr.support.models import Question, Word
from vpr.support.words import MOST_WORDS, codes_of, is_slip, spellings, words_of

#: Questions that one search ranks; nobody reads further.
MOST_FOUND = 200
#: With fewer questions that have all the words, those that have some are shown too.
ENOUGH = 10
_LOOSE_WORDS = 5
_SLIPS = 3


@dataclass(frozen=True)
class Asked:
    """A query understood: for each word the spellings that are looked for, and codes of faults."""

    words: tuple[tuple[str, ...], ...]  # each word with what else it may have meant; "загруз:*" is a beginning
    rarity: tuple[float, ...]
    codes: tuple[str, ...]
    slips: tuple[tuple[str, str], ...]  # typed -> also looked for, shown to the reader

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.codes

    @property
    def spellings(self) -> list[str]:
        return [each for group in self.words for each in group]


def known_codes() -> frozenset[str]:
    return frozenset(kind.code for catalogue in fault_catalogues() for kind in catalogue.faults)


def understand(text: str, *, is_typing: bool = False) -> Asked:
    """`is_typing`: the last word may be unfinished."""
    codes = codes_of(text, known_codes())
    typed = words_of(text)[:MOST_WORDS]
    vocabulary = dict(Word.objects.filter(word__in=typed).values_list("word", "uses"))
    unknown = [word for word in typed if word not in vocabulary]
    stems = _stems_known(unknown)
    groups, rarity, slips = [], [], []
    for word in typed:
        group = (word,)
        if is_typing and word == typed[-1] and len(word) >= 3:
            group = (word, f"{word}:*")
        elif word in unknown and not stems[word]:
            near = _near(word)
            slips += [(word, other) for other in near[:1]]
            group = (*near,) or (f"{word}:*",)
        groups.append(group)
        rarity.append(1 / math.log(2.5 + vocabulary.get(word, 0)))
    return Asked(tuple(groups), tuple(rarity), tuple(codes), tuple(slips))


def found_ids(asked: Asked, *, only_answered: bool = False, most: int = MOST_FOUND) -> list[int]:
    """Numbers of questions, best first; hidden and merged ones are not found."""
    if asked.is_empty:
        return []
    found = _coded(asked.codes, only_answered, most) if asked.codes else []
    if asked.words:
        found += _ranked(_joined(asked.words, " & "), "ts_rank_cd(search, query, 1)", only_answered, most)
    if asked.words and len(set(found)) < min(ENOUGH, most):
        rarest = sorted(zip(asked.rarity, asked.words, strict=True), reverse=True)[:_LOOSE_WORDS]
        found += _ranked(_joined([group for _, group in rarest], " | "), _weighed(rarest), only_answered, most)
    return list(dict.fromkeys(found))[:most]


def hit_words(asked: Asked, texts: Sequence[str]) -> frozenset[str]:
    """Words of these texts that the query meant: same stem, or the beginning that was typed. For marking."""
    beginnings = tuple(each[:-2] for each in asked.spellings if each.endswith(":*"))
    whole = [each for each in asked.spellings if not each.endswith(":*")]
    shown = {word for text in texts for word in words_of(text)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) word WHERE tsvector_to_array(to_tsvector('russian', word)) && "
            "tsvector_to_array(to_tsvector('russian', %s))",
            [sorted(shown), " ".join(whole)],
        )
        same = {row[0] for row in cursor.fetchall()}
    return frozenset(same | {word for word in shown if beginnings and word.startswith(beginnings)})


def _stems_known(words: list[str]) -> dict[str, bool]:
    """Is there a question with this stem? A word that the dictionary drops («как», «что») counts as known."""
    if not words:
        return {}
    parts = [
        f"(numnode(to_tsquery('russian', %s)) = 0 OR EXISTS (SELECT 1 FROM {Question._meta.db_table} "
        "WHERE search @@ to_tsquery('russian', %s)))"
        for _ in words
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", [word for each in words for word in (each, each)])
        return dict(zip(words, cursor.fetchone(), strict=True))


def _near(word: str) -> list[str]:
    """Words of the vocabulary at one slip from this one, the most used first."""
    if len(word) < 4:
        return []
    rows = Word.objects.filter(spellings__overlap=spellings(word)).order_by("-uses", "word")
    return [row.word for row in rows[:50] if is_slip(word, row.word)][:_SLIPS]


def _joined(groups: Sequence[tuple[str, ...]], sign: str) -> str:
    """Text for to_tsquery; words hold letters and digits only, so nothing is to be quoted."""
    return sign.join(f"({' | '.join(group)})" for group in groups)


def _weighed(groups: Sequence[tuple[float, tuple[str, ...]]]) -> str:
    """The sum of the rarity of the words that a question has; a word in the title counts twice."""
    terms = []
    for weight, group in groups:
        titles = " | ".join(f"{each}A" if each.endswith(":*") else f"{each}:A" for each in group)
        terms.append(f"{weight:.3f} * (search @@ to_tsquery('russian', '{' | '.join(group)}'))::int")
        terms.append(f"{weight:.3f} * (search @@ to_tsquery('russian', '{titles}'))::int")
    return " + ".join(terms)


def _ranked(query: str, score: str, only_answered: bool, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM support_question, to_tsquery('russian', %s) query "
            f"WHERE search @@ query AND {_SHOWN[only_answered]} "
            f"ORDER BY ({score}) * {_STANDING} DESC, id DESC LIMIT %s",
            [query, most],
        )
        return [row[0] for row in cursor.fetchall()]


def _coded(codes: tuple[str, ...], only_answered: bool, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM support_question WHERE codes && %s::varchar(8)[] AND {_SHOWN[only_answered]} "
            "ORDER BY is_pinned DESC, (answers_count > 0) DESC, helped DESC, id DESC LIMIT %s",
            [list(codes), most],
        )
        return [row[0] for row in cursor.fetchall()]


_STANDING = "(1 + 0.3 * is_pinned::int + 0.2 * (answers_count > 0)::int + 0.05 * ln(1 + helped))"
_SHOWN = {
    False: "hidden_at IS NULL AND state <> 'merged'",
    True: "hidden_at IS NULL AND state <> 'merged' AND answers_count > 0",
}
