"""Units of the demo: an invented region with two municipalities, one of kind `direct`, and thirty schools."""

import random
from dataclasses import dataclass

import numpy as np

from vpr.cabinets.models import Unit
from vpr.cabinets.services.units import SchoolRow, ensure_municipality, ensure_region, ensure_schools
from vpr.simulation.territory import RegionPlan

REGION = "reg990000"
REGION_NAME = "Приозёрская область (пример)"
TIME_ZONE = "Asia/Yekaterinburg"  # two hours from Moscow: both clocks are seen

_DISTRICT, _CITY, _DIRECT = "reg99_m001", "reg99_m002", "reg99_m003"
_MUNICIPALITIES = {
    _DISTRICT: "Озёрский муниципальный округ",
    _CITY: "Городской округ Берёзовск",
    _DIRECT: "Приозёрская область (региональное подчинение)",
}
_VILLAGES = (
    "Ключевская", "Ёлкинская", "Заречная", "Красноборская", "Луговская", "Малоозёрская", "Новосельская", "Ольховская",
    "Песчанская", "Родниковская", "Сосновская", "Тихоновская", "Уральская", "Хуторская", "Яблоневская",
)  # fmt: skip
_DIRECT_SCHOOLS = (
    "ГБОУ «Приозёрский лицей-интернат»",
    "ГБОУ «Областная гимназия»",
    "ГКОУ «Кадетская школа»",
)
_OFFICERS = (
    "Иванова Мария Петровна", "Кузнецова Ольга Сергеевна", "Петрова Елена Викторовна", "Соколов Андрей Ильич",
    "Фёдорова Нина Алексеевна", "Морозова Анна Юрьевна", "Орлов Денис Олегович", "Белова Татьяна Николаевна",
)  # fmt: skip


@dataclass(frozen=True)
class DemoRegion:
    region: Unit
    district: Unit
    city: Unit
    direct: Unit
    schools: list[Unit]  # of the district, then of the city, then direct; in the order of their codes
    plan: RegionPlan  # the same schools as the generator of scripts knows them


def ensure_units(chance: random.Random) -> DemoRegion:
    region = ensure_region(REGION, REGION_NAME, time_zone=TIME_ZONE)
    above = {
        code: ensure_municipality(code, name, region, is_direct=code == _DIRECT)
        for code, name in _MUNICIPALITIES.items()
    }
    rows = [_row(serial, name, code, chance) for serial, (name, code) in enumerate(_names(), start=1)]
    schools = [*ensure_schools(rows).values()]
    return DemoRegion(region, above[_DISTRICT], above[_CITY], above[_DIRECT], schools, _plan(schools, chance))


def _plan(schools: list[Unit], chance: random.Random) -> RegionPlan:
    """DOMAIN §14.2: the median school of a region brings 21 participants, a tenth of the schools at most six."""
    sizes = [chance.choice((6, 9, 13, 16, 21, 24, 30, 47, 64, 92)) for _ in schools]
    return RegionPlan(
        code=REGION[3:5],
        municipalities=[],
        school_codes=[school.code for school in schools],
        school_names=[school.name for school in schools],
        municipality_of=np.zeros(len(schools), dtype=np.int32),
        sizes=np.array(sizes, dtype=np.int32),
        level=np.array([chance.gauss(0, 0.3) for _ in schools]),
    )


def _names() -> list[tuple[str, str]]:
    villages = [(f"МБОУ «{name} СОШ»", _DISTRICT) for name in _VILLAGES]
    city = [(f"МБОУ «СОШ № {number}» г. Берёзовска", _CITY) for number in range(1, 13)]
    return villages + city + [(name, _DIRECT) for name in _DIRECT_SCHOOLS]


def _row(serial: int, name: str, municipality: str, chance: random.Random) -> SchoolRow:
    code = f"99{serial:04d}"
    return SchoolRow(
        code,
        name,
        municipality,
        short_name=name.split("«")[-1].replace("»", "") if municipality != _DIRECT else name,
        settlement="rural" if municipality == _DISTRICT else "city",
        contact_name=chance.choice(_OFFICERS),
        contact_phone=f"+7 900 000-{serial // 100:02d}-{serial % 100:02d}",
        contact_email=f"edu{code}@example.org",
    )
