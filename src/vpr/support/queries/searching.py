"""Search: Russian full text, codes of faults, words typed with a slip. No extension of PostgreSQL is asked for.

All words first (`ts_rank_cd`); when few have them all, any of the rarest words, weighed by how rare each is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from vpr.cabinets.help import fault_catalogues
from vpr.support.models import Word
from vpr.support.words import MOST_WORDS, codes_of, is_slip, spellings, stemmable, words_of

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
    typed = [word for word in words_of(text) if len(word) > 1][:MOST_WORDS]
    stems = stems_of(typed)
    vocabulary = dict(Word.objects.filter(stem__in=stems.values()).values_list("stem", "uses"))
    groups, rarity, slips = [], [], []
    for word, stem in stems.items():
        group: tuple[str, ...] = (word,)
        if is_typing and word == typed[-1] and len(word) >= 3:
            group = (word, f"{word}:*")
        elif stem not in vocabulary and not word.isdigit():
            near = _near(word, stem)
            slips += [(word, other) for other in near[:1]]
            group = (word, *near) if near else (word, f"{word}:*")
        groups.append((*group, *words_of(stemmable(word))[1:]))
        rarity.append(1 / math.log(2.5 + vocabulary.get(stem, 0)))
    return Asked(tuple(groups), tuple(rarity), tuple(codes_of(text, known_codes())), tuple(slips))


def stems_of(words: list[str]) -> dict[str, str]:
    """word -> its stem; words that the dictionary drops («как», «что») are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (tsvector_to_array(to_tsvector('russian', word)))[1] FROM unnest(%s::text[]) WITH ORDINALITY "
            "AS typed (word, place) ORDER BY place",
            [words],
        )
        return {word: stem for word, stem in cursor.fetchall() if stem}


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
            "SELECT word FROM unnest(%s::text[], %s::text[]) AS shown (word, forms) "
            "WHERE tsvector_to_array(to_tsvector('russian', forms)) && tsvector_to_array(to_tsvector('russian', %s))",
            [(listed := sorted(shown)), [stemmable(word) for word in listed], " ".join(whole)],
        )
        same = {row[0] for row in cursor.fetchall()}
    return frozenset(same | {word for word in shown if beginnings and word.startswith(beginnings)})


def _near(word: str, stem: str) -> list[str]:
    """Words of the vocabulary one slip away, the most used first. A slip may also spoil the stem: «арихв» loses its end."""
    if len(word) < 4:
        return []
    rows = Word.objects.filter(spellings__overlap=[*spellings(stem), *spellings(word)]).order_by("-uses", "stem")
    return [row.shown for row in rows[:50] if is_slip(stem, row.stem) or is_slip(word, row.shown)][:_SLIPS]


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
