"""A command opens the installation by itself: an empty database, one of this version, one that does not answer."""

import os
import subprocess
import sys
import time
import uuid

import psycopg
import pytest
from psycopg import sql

from addresses import database_url
from vpr.console import schema
from vpr.console.examinations import after_opening


@pytest.fixture
def empty_database(transactional_db):
    """The address of a database without a single table."""
    name = f"vpr_empty_{uuid.uuid4().hex[:8]}"
    base, _, rest = database_url().rpartition("/")
    options = rest.partition("?")[2]
    with psycopg.connect(database_url(), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{base}/{name}{'?' if options else ''}{options}"
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def vpr(*words, url, home):
    environment = os.environ | {"DATABASE_URL": url, "VPR_HOME": str(home)}
    command = [sys.executable, "-m", "vpr.console", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


REPORT = ("report", "marks_statistics", "--assessment", "2026.en8", "--unit", "ru")


def test_a_command_brings_an_empty_database_up_and_says_so_on_the_error_stream(empty_database, tmp_path):
    done = vpr(*REPORT, url=empty_database, home=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "База данных приводится к версии программы" in done.stderr
    assert "нет проверочной работы с кодом 2026.en8" in done.stderr
    with psycopg.connect(empty_database) as found:
        assert found.execute("SELECT count(*) FROM campaigns_assessment").fetchone() == (0,)


def test_a_database_of_this_version_is_asked_one_question_and_left_alone(transactional_db):
    assert schema.packaged() <= schema.applied()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://postgres@127.0.0.1:1/vpr", "сервер не отвечает; проверьте DATABASE_URL."),
        ("foo", "DATABASE_URL не похожа на адрес базы: postgresql://имя@сервер/база."),
    ],
)
def test_a_database_that_does_not_open_is_one_sentence_within_seconds(tmp_path, url, reason):
    started = time.monotonic()
    done = vpr(*REPORT, url=url, home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().endswith(reason)
    assert len(done.stderr.strip().splitlines()) == 1
    assert time.monotonic() - started < 15


def test_the_doctor_advises_preparing_and_says_nothing_of_a_queue_without_tables(db, home, monkeypatch):
    """Of an unmigrated database: the advice stands once."""
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [object()])
    monkeypatch.setenv("VPR_SECRET_KEY", "x")  # the file of the key was made in another home
    subjects = {finding.subject: finding for finding in after_opening()}
    assert "vpr prepare" in subjects["Схема базы"].cure
    assert "Очередь" not in subjects
