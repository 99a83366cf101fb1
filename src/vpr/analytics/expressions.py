"""Integer-only Ibis expressions over the fixed schema. No division, no float: every engine gives the same bits.

Counting expressions make the municipal counters from the scripts; questions sum counters or count scripts. A question
takes a relation and integer parameters and returns a table; the engine decides where it runs.
"""

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from vpr.analytics.schema import PATH_COLUMNS, TASK_COUNTERS, VARIANTS, counter_column, points_column

Chosen = Mapping[str, ir.IntegerScalar]

#: Most reports need the sums of points only; asking for all five counters would cost four times as much.
POINTS = ("points",)


def _whole(column: ir.IntegerColumn) -> ir.IntegerScalar:
    """Sum as bigint: DuckDB would make a hugeint of a smallint sum."""
    return column.sum().cast("int64")


def _number(condition: ir.BooleanValue) -> ir.IntegerScalar:
    return _whole(condition.ifelse(1, 0))


def in_statistics(scripts: ir.Table) -> ir.Table:
    """Participants of every part; a script without a raw score is absent or partial (DOMAIN §15, question 3)."""
    return scripts.filter(scripts.raw_score.notnull())


# --- counters, made once for a snapshot -------------------------------------------------------------------------------


def count_scores(scripts: ir.Table, keys: Sequence[str]) -> ir.Table:
    """keys, raw score, journal mark -> n."""
    counted = in_statistics(scripts)
    return counted.group_by(*keys, "raw_score", "journal_mark").agg(n=counted.count().cast("int64"))


def count_tasks(
    scripts: ir.Table, keys: Sequence[str], maxima: Sequence[int], counters: Sequence[str] = TASK_COUNTERS
) -> ir.Table:
    """keys -> n and the counters of every task."""
    counted = in_statistics(scripts)
    cells: dict[str, ir.IntegerScalar] = {"n": counted.count().cast("int64")}
    for position, maximum in enumerate(maxima, start=1):
        points = counted[points_column(position)].fill_null(0)
        made = {
            "points": _whole((points > 0).ifelse(points, 0)),
            "full": _number(points >= maximum),
            "zero": _number(points <= 0),
            "not_attempted": _number(points == -1),
            "not_taught": _number(points == -2),
        }
        cells |= {counter_column(counter, position): made[counter] for counter in counters}
    return counted.group_by(*keys).agg(**cells)


def count_presence(scripts: ir.Table, keys: Sequence[str]) -> ir.Table:
    """keys -> participants of every part, of some part only, of none."""
    full = scripts.raw_score.notnull()
    some = (scripts.variant_1.fill_null(0) > 0) | (scripts.variant_2.fill_null(0) > 0)
    partial = scripts.raw_score.isnull() & some
    absent = scripts.raw_score.isnull() & ~some
    return scripts.group_by(*keys).agg(
        n=_number(full), partial=_number(partial), absent=_number(absent), rows=scripts.count().cast("int64")
    )


def municipal_scores(scripts: ir.Table) -> ir.Table:
    return count_scores(scripts, ["region", "municipality", *VARIANTS])


def municipal_tasks(scripts: ir.Table, maxima: Sequence[int]) -> ir.Table:
    return count_tasks(scripts, ["region", "municipality", *VARIANTS, "raw_score"], maxima)


def school_presence(scripts: ir.Table) -> ir.Table:
    return count_presence(scripts, [*PATH_COLUMNS, *VARIANTS])


# --- questions --------------------------------------------------------------------------------------------------------


def _narrowed(table: ir.Table, chosen: Chosen) -> ir.Table:
    """Filters by whatever was chosen: a unit of the path, a variant of a part."""
    for column in (*PATH_COLUMNS, *VARIANTS):
        if column in chosen:
            table = table.filter(table[column] == chosen[column])
    return table


def _sliced(counters: ir.Table, chosen: Chosen) -> ir.Table:
    """Marks the rows of the chosen region and municipality, so that one pass answers for every level of comparison."""
    return counters.mutate(
        in_region=(counters.region == chosen["of_region"]).ifelse(1, 0),
        in_municipality=(counters.municipality == chosen["of_municipality"]).ifelse(1, 0),
    )


SLICES = ["in_region", "in_municipality"]


def _summed(table: ir.Table, keys: Sequence[str], columns: Sequence[str]) -> ir.Table:
    return table.group_by(*keys).agg(**{name: _whole(table[name]) for name in columns})


def _task_columns(table: ir.Table, counters: Sequence[str] = POINTS) -> list[str]:
    return [name for name in table.columns if name == "n" or name.rpartition("_")[0] in counters]


def mark_of(raw_score: ir.IntegerColumn, chosen: Chosen) -> ir.IntegerColumn:
    """Mark by the scale, DOMAIN §8.5; -1 where no scale was published (every threshold is then negative)."""
    by_scale = 2 + sum(((raw_score >= chosen[name]).ifelse(1, 0) for name in ("from_3", "from_4", "from_5")), start=0)
    return (chosen["from_3"] < 0).ifelse(-1, by_scale)


def scores_of_levels(scores: ir.Table, chosen: Chosen) -> ir.Table:
    rows = _sliced(_narrowed(scores, chosen), chosen)
    return _summed(rows, [*SLICES, "raw_score", "journal_mark"], ["n"])


def tasks_of_levels(tasks: ir.Table, chosen: Chosen) -> ir.Table:
    rows = _sliced(_narrowed(tasks, chosen), chosen)
    rows = rows.mutate(mark=mark_of(rows.raw_score, chosen))
    return _summed(rows, [*SLICES, "mark"], _task_columns(tasks))


def presence_of_levels(schools: ir.Table, chosen: Chosen) -> ir.Table:
    rows = _sliced(_narrowed(schools, chosen), chosen)
    return rows.group_by(*SLICES).agg(
        schools=rows.school.nunique(where=rows.n > 0).cast("int64"),
        n=_whole(rows.n),
        partial=_whole(rows.partial),
        absent=_whole(rows.absent),
    )


def scores_below(counters: ir.Table, chosen: Chosen, unit: str) -> ir.Table:
    """Municipal counters by region or by municipality of the chosen unit."""
    return _summed(_narrowed(counters, chosen), [unit, "raw_score", "journal_mark"], ["n"])


def tasks_below(counters: ir.Table, chosen: Chosen, unit: str) -> ir.Table:
    rows = _narrowed(counters, chosen)
    rows = rows.mutate(mark=mark_of(rows.raw_score, chosen))
    return _summed(rows, [unit, "mark"], _task_columns(counters))


def presence_below(schools: ir.Table, chosen: Chosen, unit: str) -> ir.Table:
    rows = _narrowed(schools, chosen)
    return rows.group_by(unit).agg(
        schools=rows.school.nunique(where=rows.n > 0).cast("int64"),
        n=_whole(rows.n),
        partial=_whole(rows.partial),
        absent=_whole(rows.absent),
    )


def scores_of_scripts(scripts: ir.Table, chosen: Chosen, unit: str) -> ir.Table:
    """Straight from the file: schools of a municipality or classes of a school."""
    return count_scores(_narrowed(scripts, chosen), [unit])


def tasks_of_scripts(scripts: ir.Table, chosen: Chosen, unit: str, maxima: Sequence[int]) -> ir.Table:
    rows = _narrowed(scripts, chosen)
    return count_tasks(rows.mutate(mark=mark_of(rows.raw_score, chosen)), [unit, "mark"], maxima, POINTS)


def counters_of_unit(tasks: ir.Table, chosen: Chosen) -> ir.Table:
    """All five counters of every task for the chosen unit, from municipal counters."""
    return _summed(_narrowed(tasks, chosen).mutate(whole=1), ["whole"], _task_columns(tasks, TASK_COUNTERS))


def counters_of_scripts(scripts: ir.Table, chosen: Chosen, unit: str, maxima: Sequence[int]) -> ir.Table:
    """The same straight from the file, for each class of a school."""
    return count_tasks(_narrowed(scripts, chosen), [unit], maxima)


def presence_of_scripts(scripts: ir.Table, chosen: Chosen, unit: str) -> ir.Table:
    rows = _narrowed(scripts, chosen)
    counts = count_presence(rows, [unit])
    return counts.select(
        unit, schools=ibis.literal(1, "int64"), n=counts.n, partial=counts.partial, absent=counts.absent
    )


def school_scores(scripts: ir.Table, chosen: Chosen) -> ir.Table:
    """school -> participants, sum of raw scores: the funnel plot."""
    rows = in_statistics(_narrowed(scripts, chosen))
    return rows.group_by("school").agg(n=rows.count().cast("int64"), total=_whole(rows.raw_score))


def listed(scripts: ir.Table, chosen: Chosen) -> ir.Table:
    """Scripts one by one in the order of the file."""
    rows = _narrowed(scripts, chosen)
    return rows.order_by(*PATH_COLUMNS, "class_name", "code")
