"""Random scripts for tests: seeded rows of several schools, written into the ledger as the loaders write them."""

import random
from datetime import UTC, datetime

from django.db import connection

MAXIMA = (5, 5, 5, 3, 2, 3, 2)


def random_rows(seed, schools, *, size=25, maxima=MAXIMA, parts=1):
    """About `size` rows a school; X, «не пройд.», absent and, with two parts, partial participants among them."""
    chance = random.Random(seed)
    rows = []
    for school in schools:
        for serial in range(chance.randint(1, 2 * size)):
            variants = [chance.choice([0, 1, 1, 2, 2]) if chance.random() < 0.2 else chance.choice([1, 2])]
            variants.append((0 if chance.random() < 0.1 else chance.choice([1, 2])) if parts == 2 else None)
            first = len(maxima) if parts == 1 else len(maxima) // 2
            ability = chance.random()
            points = []
            for i, most in enumerate(maxima):
                present = variants[0 if i < first else 1] != 0
                value = chance.choices([-1, -2, 0, chance.randint(0, most), most], [1, 0.2, 2, 4, 6 * ability])[0]
                points.append(value if present else None)
            is_full = all(variant != 0 for variant in variants if variant is not None)
            rows.append(
                {
                    "region": school.region_id,
                    "municipality": school.municipality_id,
                    "school": school.pk,
                    "code": 80001 + serial,
                    "class_name": chance.choice(["8А", "8Б", ""]),
                    "variant_1": variants[0],
                    "variant_2": variants[1],
                    "points": points,
                    "raw_score": sum(max(p, 0) for p in points) if is_full else None,
                    "journal_mark": chance.choice([None, 2, 3, 3, 4, 4, 5]),
                }
            )
    return rows


def store(assessment, rows, *, wave=1):
    """Straight into the ledger; the services of the results room have their own tests."""
    from vpr.results.models import LoadRecord

    load = LoadRecord.objects.create(
        source="simulation",
        assessment=assessment,
        loaded_at=datetime(2026, 4, 22, tzinfo=UTC),
        scripts_stored=len(rows),
    )
    columns = (
        "campaign_id, assessment_id, region_id, municipality_id, school_id, code, class_name, variant_1, variant_2, "
        "points, raw_score, journal_mark, wave, load_id"
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY results_script ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(
                (
                    assessment.campaign_id,
                    assessment.pk,
                    *(row[name] for name in ("region", "municipality", "school", "code", "class_name")),
                    *(row[name] for name in ("variant_1", "variant_2")),
                    "{" + ",".join("NULL" if p is None else str(p) for p in row["points"]) + "}",
                    row["raw_score"],
                    row["journal_mark"],
                    wave,
                    load.pk,
                )
            )


def publish(assessment, *waves, at):
    """Marks the waves as published and recomputes, as the campaign room does."""
    from vpr.analytics.services import refresh_assessment

    assessment.waves.filter(number__in=waves).update(published_at=at)
    return refresh_assessment(assessment_id=assessment.pk, now=at)
