"""Synthetic scripts into the ledger: units first, then each assessment by region, by COPY. Memory stays that of a region."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from django.db import transaction

from vpr.cabinets.models import Unit
from vpr.cabinets.services import SchoolRow, ensure_municipality, ensure_region, ensure_schools
from vpr.campaigns.models import Assessment
from vpr.results.models import LoadRecord, LoadSource
from vpr.results.queries import spec_of
from vpr.results.services import LoadedFile, place_of, store_blocks
from vpr.simulation.answers import ABSENT_POINTS, Scripts, Work
from vpr.simulation.cohort import CLASS_LETTERS
from vpr.simulation.territory import RegionPlan


def work_of(assessment: Assessment) -> Work:
    """The assessment as the generator knows it; ValueError when its tasks are not known."""
    spec = spec_of(assessment)
    if not spec.tasks:
        raise ValueError(f"{assessment.code}: no list of tasks, nothing to simulate")
    return Work(
        assessment.code, assessment.subject, assessment.grade, spec.year, spec.parts, spec.tasks, spec.thresholds
    )


@transaction.atomic
def ensure_units(plan: RegionPlan) -> list[Unit]:
    """Schools in the order of the plan."""
    region = ensure_region(plan.code)
    for place in plan.municipalities:
        ensure_municipality(place.code, place.name, region, is_direct=place.is_direct)
    rows = [
        SchoolRow(
            code,
            name,
            plan.municipalities[number].code,
            f"edu{code}",
            settlement=plan.municipalities[number].settlement,
        )
        for code, name, number in zip(plan.school_codes, plan.school_names, plan.municipality_of.tolist(), strict=True)
    ]
    schools = ensure_schools(rows)
    return [schools[code] for code in plan.school_codes]


def store(
    assessment: Assessment, schools: list[Unit], scripts: Scripts, *, now: datetime, wave: int | None = None
) -> LoadRecord:
    """One assessment of one region. Storing again replaces."""
    return store_blocks(
        assessment=assessment,
        count=len(scripts),
        blocks=lambda load_id: _blocks(assessment, schools, scripts, load_id, wave),
        file=LoadedFile(LoadSource.SIMULATION, sha256=digest_of(scripts)),
        now=now,
    )


def digest_of(scripts: Scripts) -> str:
    """The same seed gives the same digest, on every machine."""
    digest = hashlib.sha256(scripts.work.code.encode())
    for column in (scripts.cohort.code[scripts.who], scripts.points, scripts.variants, scripts.raw, scripts.journal):
        digest.update(np.ascontiguousarray(column).astype("<i4").tobytes())
    return digest.hexdigest()


def _blocks(
    assessment: Assessment, schools: list[Unit], scripts: Scripts, load_id: int, wave: int | None
) -> Iterator[bytes]:
    table = _table(assessment, schools, scripts, load_id, wave)
    sink = pa.BufferOutputStream()
    options = arrow_csv.WriteOptions(include_header=False, quoting_style="needed")
    arrow_csv.write_csv(table, sink, options)
    yield sink.getvalue().to_pybytes()


def _table(assessment: Assessment, schools: list[Unit], scripts: Scripts, load_id: int, wave: int | None) -> pa.Table:
    """Columns of `results.copying.COLUMNS`, in their order; empty strings are quoted, nulls are empty."""
    cohort, who, count = scripts.cohort, scripts.who, len(scripts)
    places = [place_of(school) for school in schools]
    path = np.array([(p.region_id, p.municipality_id, p.school_id) for p in places], dtype=np.int64)[cohort.school[who]]

    def known(values: npt.NDArray[Any], floor: int = 0) -> pa.Array:
        return pa.array(values, mask=values < floor)

    absent = (scripts.variants[:, : scripts.work.parts] == 0).all(axis=1)
    gender = np.where(absent | (scripts.work.year >= 2026), -1, cohort.gender[who])
    return pa.table(
        {
            "campaign_id": np.full(count, assessment.campaign_id),
            "assessment_id": np.full(count, assessment.pk),
            "region_id": path[:, 0],
            "municipality_id": path[:, 1],
            "school_id": path[:, 2],
            "code": cohort.code[who],
            "class_name": _class_names(scripts),
            "gender": known(gender),
            "variant_1": known(scripts.variants[:, 0]),
            "variant_2": known(scripts.variants[:, 1]),
            "points": _point_arrays(scripts),
            "raw_score": known(scripts.raw),
            "mark": known(scripts.marks),
            "journal_mark": known(scripts.journal),
            "wave": pa.nulls(count, pa.int16()) if wave is None else pa.array(np.full(count, wave)),
            "load_id": np.full(count, load_id),
            "as_uploaded": pa.nulls(count, pa.string()),
        }
    )


def _class_names(scripts: Scripts) -> pa.Array:
    """«4А»; since 2026 the ordinal number."""
    numbers = scripts.cohort.class_number[scripts.who]
    if scripts.work.year >= 2026:
        words = [str(number) for number in range(51)]
    else:
        letters = [CLASS_LETTERS[(number - 1) % len(CLASS_LETTERS)] for number in range(51)]
        words = [f"{scripts.work.grade}{letter}" for letter in letters]
    return pa.array(words).take(pa.array(np.minimum(numbers, 50)))


def _point_arrays(scripts: Scripts) -> pa.Array:
    """`{1,0,-1,NULL}` for every script."""
    low, high = ABSENT_POINTS, int(scripts.points.max(initial=0))
    words = pa.array(["NULL" if value == ABSENT_POINTS else str(value) for value in range(low, high + 1)])
    columns = [
        words.take(pa.array(scripts.points[:, n].astype(np.int32) - low)) for n in range(scripts.points.shape[1])
    ]
    return pc.binary_join_element_wise("{", pc.binary_join_element_wise(*columns, ","), "}", "")
