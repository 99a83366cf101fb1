"""Plan of the units: regions, municipalities, schools and their sizes. Pure: the same seed gives the same plan."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vpr.simulation.calibration import SIZE_DECILES
from vpr.simulation.names import municipality_name, school_names

#: Codes of the subjects in the order in which they are taken; the first one is that of the calibration.
REGION_CODES = (
    "22", "47", "50", "54", "66", "74", "16", "02", "23", "61", "63", "78", "77", "52", "24", "42", "05", "26", "34", "64",
    "38", "59", "36", "55", "56", "20", "31", "71", "72", "25", "27", "18", "21", "76", "33", "69", "35", "32", "43", "70",
    "29", "30", "39", "40", "44", "45", "46", "48", "51", "53", "57", "58", "60", "62", "65", "67", "68", "73", "75", "28",
    "37", "41", "49", "79", "83", "86", "87", "89", "01", "03", "04", "06", "07", "08", "09", "10", "11", "12", "13", "14",
    "15", "17", "19",
)  # fmt: skip
MAX_MUNICIPALITIES, MAX_SCHOOLS = 490, 9000  # of one region: three and four digits of their codes


@dataclass(frozen=True)
class MunicipalityPlan:
    code: str
    name: str
    settlement: str
    is_direct: bool = False


@dataclass(frozen=True)
class RegionPlan:
    """Schools as parallel arrays: `municipality_of[i]`, `sizes[i]` (pupils of grade 6), `level[i]` (ability, in sd)."""

    code: str  # two digits
    municipalities: list[MunicipalityPlan]
    school_codes: list[str]
    school_names: list[str]
    municipality_of: npt.NDArray[np.int32]
    sizes: npt.NDArray[np.int32]
    level: npt.NDArray[np.float64]


def plan_territory(*, seed: int, regions: int, municipalities: int, schools: int) -> list[RegionPlan]:
    """Totals over all regions; every region gets at least one municipality, every municipality one school."""
    regions = min(regions, len(REGION_CODES))
    municipalities = max(municipalities, regions)
    schools = max(schools, municipalities)
    rng = np.random.default_rng([seed, 1])
    weights = rng.lognormal(0, 0.6, regions) if regions > 1 else np.ones(1)
    per_region = _shared(municipalities, weights, 1, MAX_MUNICIPALITIES)
    schools_per_region = _shared(schools, weights, per_region, MAX_SCHOOLS)
    return [
        _region(REGION_CODES[number], np.random.default_rng([seed, 2, number]), int(per_region[number]), int(count))
        for number, count in enumerate(schools_per_region)
    ]


def _shared(
    total: int, weights: npt.NDArray[np.float64], least: int | npt.NDArray[np.int64], most: int
) -> npt.NDArray[np.int64]:
    """Divides `total` by weights, at least `least` each."""
    floor = np.broadcast_to(np.asarray(least), weights.shape).astype(np.int64)
    rest = max(total - int(floor.sum()), 0)
    parts = floor + np.floor(rest * weights / weights.sum()).astype(np.int64)
    for index in range(total - int(parts.sum())):
        parts[index % len(parts)] += 1
    capped: npt.NDArray[np.int64] = np.minimum(parts, most)
    return capped


def _region(code: str, rng: np.random.Generator, municipalities: int, schools: int) -> RegionPlan:
    places = [_municipality(code, number, municipalities) for number in range(municipalities)]
    weights = rng.lognormal(0, 0.5, municipalities)
    weights[0] *= 2.5  # the largest city holds 30 % of the participants (§14.2)
    counts = _shared(schools, weights, 1, MAX_SCHOOLS)
    names: list[str] = []
    for place, count in zip(places, counts.tolist(), strict=True):
        names += school_names(rng, count, place.settlement, place.name)
    of = np.repeat(np.arange(municipalities, dtype=np.int32), counts)
    in_city = np.array([place.settlement == "city" for place in places])[of]
    level = 0.10 * rng.standard_normal(municipalities)[of] + 0.35 * rng.standard_normal(len(of)) + 0.08 * in_city
    codes = [f"{code}{serial:04d}" for serial in range(1, len(of) + 1)]
    return RegionPlan(code, places, codes, names, of, _sizes(rng, in_city), level)


def _municipality(code: str, number: int, total: int) -> MunicipalityPlan:
    if total > 20 and number == total - 1:  # schools outside municipalities, DOMAIN §3
        name = "Учреждения (региональное подчинение)"
        return MunicipalityPlan(f"reg{code}_m{number + 1:03d}", name, "town", is_direct=True)
    settlement = "city" if number % 6 == 0 else "town" if number % 6 == 3 and number % 12 == 3 else "rural"
    return MunicipalityPlan(f"reg{code}_m{number + 1:03d}", municipality_name(number, settlement), settlement)


def _sizes(rng: np.random.Generator, in_city: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Sizes by the deciles of §14.2; schools of cities take the larger ones more often."""
    position = rng.random(len(in_city))
    order = np.argsort(np.argsort(position + 0.45 * in_city))
    ranks = (order + 0.5) / len(order)
    sizes = np.interp(ranks, np.linspace(0, 1, len(SIZE_DECILES)), SIZE_DECILES)
    tail = ranks > 0.9  # between 92 and 248 the big schools thin out
    sizes[tail] = SIZE_DECILES[9] + (SIZE_DECILES[10] - SIZE_DECILES[9]) * ((ranks[tail] - 0.9) * 10) ** 2.2
    return np.maximum(np.rint(sizes), 1).astype(np.int32)
