"""A search of the forum among 50,000 questions: `python bench/support.py [questions]`. Own database, dropped after.

Questions are made of the words of the Russian guides, the frequent ones as frequent as there, with rare words between.
Prints the server time of each kind of search and of the list; the goal is 100 ms. Works on either server: with
DATABASE_URL on that one, through `python -m bench` on the embedded one too.
"""

import os
import random
import re
import secrets
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from psycopg import sql

REPEATS = 10
GUIDES = Path(__file__).resolve().parent.parent / "docs" / "ru"
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
CONSONANTS, VOWELS, ENDINGS = "бвгдклмнпрст", "аеиоу", ("рник", "тель", "мость", "нция", "зор")


def main(questions: int) -> None:
    server = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
    name = f"vpr_bench_{secrets.token_hex(4)}"
    home = tempfile.mkdtemp(prefix="vpr-bench-")
    base, _, _ = server.rpartition("/")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            os.environ |= {
                "DATABASE_URL": f"{base}/{name}",
                "VPR_HOME": home,
                "DJANGO_SETTINGS_MODULE": "vpr.project.settings",
            }
            measure(questions)
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
            shutil.rmtree(home, ignore_errors=True)


def measure(count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    client = _federal_client()
    words = _words()
    started = time.perf_counter()
    _fill(count, words)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        cursor.execute("show server_version")
        print(f"{count} questions, PostgreSQL {cursor.fetchone()[0]}: {time.perf_counter() - started:.1f} s to make")
    rare = _rare(random.Random(7))
    for title, query in (
        ("two frequent words", "загрузка формы"),
        ("a sentence", "почему после загрузки формы сбора результатов не видно отметок участников"),
        ("a rare word", rare),
        ("a slip in a word", "загрузкк формы"),
        ("the code of a fault", "R-07a"),
        ("nothing of the kind", "щщщщ ыыыы"),
    ):
        print(f"search, {title}: {_median_ms(lambda query=query: client.get('/support/', {'q': query})):.0f} ms")
    typed = {"title": "почему форма не загружается после сро"}
    print(f"similar while typing: {_median_ms(lambda: client.post('/support/ask/similar/', typed)):.0f} ms")
    print(f"list, newest: {_median_ms(lambda: client.get('/support/')):.0f} ms")
    print(f"list, page 2000: {_median_ms(lambda: client.get('/support/', {'page': '2000'})):.0f} ms")
    print(f"queue: {_median_ms(lambda: client.get('/support/queue/')):.0f} ms")


COLUMNS = (
    *(
        "role",
        "unit_id",
        "said_at",
        "text",
        "hidden_because",
        "is_erased",
        "title",
        "topic",
        "about_page",
        "about_code",
    ),
    *("codes", "state", "is_pinned", "answers_count", "helped", "folded_title", "folded_text", "folded_answers"),
)


def _fill(count: int, words: list[str]) -> None:
    """By COPY, the index of the search made afterwards: the rows are what the services would have stored."""
    from django.db import connection

    from vpr.cabinets.models import Unit
    from vpr.support.models import Topic
    from vpr.support.services.indexing import learn

    dice = random.Random(1)
    school = Unit.objects.get(kind="school").pk
    heard: list[str] = []
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("drop index question_search")
        with cursor.copy(f"copy support_question ({', '.join(COLUMNS)}) from stdin") as target:
            for number in range(count):
                sentence = [
                    dice.choice(words) if dice.random() < 0.8 else _rare(dice) for _ in range(dice.randint(25, 60))
                ]
                code = f"R-{dice.randint(1, 18):02}a" if dice.random() < 0.2 else ""
                title, text = " ".join(sentence[:8])[:200], " ".join([*sentence[8:], code])
                answers = int(dice.random() < 0.9)
                said_at = START + timedelta(seconds=60 * number)
                about = (
                    dice.choice(Topic.values),
                    "",
                    "",
                    [code] * bool(code),
                    "answered" if answers else "open",
                    False,
                )
                counts = (answers, int(dice.paretovariate(1.5)) - 1)
                folded = (title, text.replace("ё", "е"), "")
                target.write_row(
                    ("school_organizer", school, said_at, text, "", False, title, *about, *counts, *folded)
                )
                heard += sentence
        cursor.execute("create index question_search on support_question using gin (search)")
        learn(" ".join(set(heard)))
        cursor.execute(
            "update support_word set uses = found.ndoc from ts_stat('select search from support_question') found "
            "where found.word = support_word.stem"
        )


def _words() -> list[str]:
    """Every word of the guides as often as it stands there."""
    text = " ".join(path.read_text("utf-8") for path in sorted(GUIDES.glob("*.md")))
    return re.findall(r"[а-яё]{2,}", text.lower())


def _rare(dice: random.Random) -> str:
    """One of some twenty thousand words, a few questions each."""
    return "".join(dice.choice(CONSONANTS) + dice.choice(VOWELS) for _ in range(2)) + dice.choice(ENDINGS)


def _federal_client():
    from django.test import Client

    from vpr.cabinets.models import Account, Appointment, Unit

    country = Unit.objects.create(kind="country", code="ru", name="Российская Федерация")
    region = Unit.objects.create(kind="region", code="reg470000", name="Ленинградская область", parent=country)
    place = Unit.objects.create(kind="municipality", code="reg47_m010", name="Лужский", parent=region, region=region)
    Unit.objects.create(kind="school", code="470167", name="Школа", parent=place, region=region, municipality=place)
    account = Account.objects.create_account(login="federal")
    Appointment.objects.create(account=account, role="federal_organizer", unit=country)
    client = Client()
    client.force_login(account)
    return client


def _median_ms(ask) -> float:
    walls = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        response = ask()
        walls.append(time.perf_counter() - started)
        if response.status_code != 200:
            raise SystemExit(response.status_code)
    return 1000 * statistics.median(walls)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
