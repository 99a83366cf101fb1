"""The same questions give the same cells on another engine: embedded DuckDB against PostgreSQL, through Ibis."""

import hashlib

import ibis
import pytest

from addresses import database_place
from ledger_rows import publish, random_rows, store
from vpr.analytics import engine as engines
from vpr.analytics import expressions as e
from vpr.analytics import snapshots
from vpr.analytics.schema import Relation

pytestmark = pytest.mark.django_db


def cells(answer):
    """Hash of all result cells, whatever the order of the rows."""
    rows = sorted(repr(tuple(None if cell is None else cell for cell in row)) for row in answer)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest(), len(rows)


@pytest.fixture
def files(world, assessment, home, now):
    store(assessment, random_rows(21, [world.school, world.neighbor, world.foreign_school], size=60))
    snapshot = publish(assessment, 1, at=now)
    return {relation: snapshots.file_of(snapshot, relation) for relation in Relation}


@pytest.fixture
def postgres():
    place = database_place()
    address = {key: place[key] for key in ("user", "password", "host")}
    engine = engines.Engine(ibis.postgres.connect(**address, port=int(place["port"]), database=place["name"]))
    yield engine
    engine.backend.disconnect()


def test_every_question_has_the_same_cells_on_duckdb_and_postgresql(files, postgres, world):
    duck = engines.connect("duckdb://")
    maxima = (5, 5, 5, 3, 2, 3, 2)
    levels = {"of_region": world.region.pk, "of_municipality": world.municipality.pk}
    scale = {"from_3": 10, "from_4": 15, "from_5": 22}
    questions = [
        (Relation.SCHOOLS, e.presence_of_levels, (), levels),
        (Relation.SCORES, e.scores_of_levels, (), levels | {"variant_1": 1}),
        (Relation.TASKS, e.tasks_of_levels, (), levels | scale),
        (Relation.SCORES, e.scores_below, ("municipality",), {"region": world.region.pk}),
        (Relation.TASKS, e.tasks_below, ("region",), scale),
        (Relation.SCHOOLS, e.presence_below, ("region",), {}),
        (Relation.SCRIPTS, e.scores_of_scripts, ("school",), {"municipality": world.municipality.pk}),
        (Relation.SCRIPTS, e.tasks_of_scripts, ("class_name", maxima), {"school": world.school.pk} | scale),
        (Relation.TASKS, e.counters_of_unit, (), {"region": world.region.pk}),
        (Relation.SCRIPTS, e.counters_of_scripts, ("class_name", maxima), {"school": world.school.pk}),
        (Relation.SCRIPTS, e.presence_of_scripts, ("class_name",), {"school": world.school.pk}),
        (Relation.SCRIPTS, e.school_scores, (), {}),
        (Relation.SCRIPTS, e.listed, (), {"school": world.school.pk}),
    ]
    for relation, question, extra, chosen in questions:
        mine, theirs = (
            cells(engine.ask(question, engine.parquet(files[relation]), *extra, **chosen))
            for engine in (duck, postgres)
        )
        assert mine == theirs, question.__name__
        assert mine[1] > 0, question.__name__


def test_a_compiled_question_is_reused_with_other_numbers(files, world):
    duck = engines.connect("duckdb://")
    scripts = duck.parquet(files[Relation.SCRIPTS])
    first = duck.ask(e.school_scores, scripts, school=world.school.pk)
    second = duck.ask(e.school_scores, scripts, school=world.neighbor.pk)
    assert [row[0] for row in first + second] == [world.school.pk, world.neighbor.pk]
    assert len(duck._compiled) == 1


def test_a_compiled_question_serves_the_next_snapshot_too(files, world, assessment, now):
    duck = engines.connect("duckdb://")
    before = duck.ask(e.school_scores, duck.parquet(files[Relation.SCRIPTS]), school=world.school.pk)
    store(assessment, random_rows(22, [_new_school(world)]))
    later = snapshots.file_of(publish(assessment, 1, at=now), Relation.SCRIPTS)
    assert later != files[Relation.SCRIPTS]
    assert duck.ask(e.school_scores, duck.parquet(later), school=world.school.pk) == before
    assert len(duck.ask(e.school_scores, duck.parquet(later), region=world.region.pk)) == 3
    assert len(duck._compiled) == 2


def _new_school(world):
    from vpr.cabinets.models import Unit

    return Unit.objects.create(
        kind="school",
        code="470169",
        name="Новая СОШ",
        parent=world.municipality,
        region=world.region,
        municipality=world.municipality,
    )


def test_a_missing_package_is_named_with_the_way_out():
    with pytest.raises(engines.EngineMissing, match=r"«pyspark».*pip install pyspark.*duckdb://"):
        engines.connect("sc://cluster:15002")


def test_an_unknown_engine_is_refused_with_the_list_of_known_ones():
    with pytest.raises(ValueError, match="неизвестный движок"):
        engines.connect("abacus://here")
