"""Synthetic regional exports in the layouts of 2020, 2021 and 2022 (DOMAIN §5.2), with the garbage of real files."""

from pathlib import Path

import numpy as np

from vpr.simulation.answers import Scripts, stream_of
from vpr.simulation.sheets import Sheet, write_workbook
from vpr.simulation.territory import RegionPlan
from vpr.simulation.texts import Texts, TypedScripts, spoil, typed

_DATIVE = {
    "ru": "русскому языку", "ma": "математике", "okr": "окружающему миру", "lch": "литературному чтению",
    "li": "литературе", "is": "истории", "ob": "обществознанию", "gg": "географии", "bi": "биологии", "fi": "физике",
    "hi": "химии", "inf": "информатике", "en": "английскому языку", "de": "немецкому языку", "fr": "французскому языку",
}  # fmt: skip
_LONGEST_2020 = 40  # a-1-grade ... a-40-grade stand in every file


def export_name(scripts: Scripts) -> str:
    """«Проведение работы по русскому языку, 4 класс. ВПР 2021.xlsx»."""
    work = scripts.work
    pattern = " (по образцу 8 класса)" if work.code.endswith("c") else ""
    return f"Проведение работы по {_DATIVE[work.subject]}, {work.grade} класс{pattern}. ВПР {work.year}.xlsx"


def write_export(
    folder: Path, plan: RegionPlan, scripts: Scripts, *, seed: int, is_clean: bool = False
) -> tuple[Path, int]:
    """One file of one assessment of one region; returns it with the number of its rows."""
    texts = typed(scripts)
    if not is_clean:
        spoil(
            np.random.default_rng([seed, 5, int(plan.code), stream_of(scripts.work.code)]),
            texts,
            [task.max_points for task in scripts.work.tasks],
        )
    path = folder / export_name(scripts)
    if scripts.work.year <= 2020:
        sheets = [_sheet_2020(plan, scripts, texts)]
    elif scripts.work.year == 2021:
        sheets = [_sheet_2021(plan, scripts, texts)]
    else:
        sheets = [_sheet_2022(plan, scripts, texts)]
    return path, write_workbook(path, sheets, numbers=scripts.work.year != 2021)


def _schools(plan: RegionPlan, scripts: Scripts, texts: list[str]) -> Texts:
    return np.array(texts, dtype=object)[scripts.cohort.school[scripts.who]]


def _blank(scripts: Scripts) -> Texts:
    return np.full(len(scripts), "", dtype=object)


def _sheet_2020(plan: RegionPlan, scripts: Scripts, texts: TypedScripts) -> Sheet:
    tasks = len(scripts.work.tasks)
    headers = ["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum"]
    headers += [f"a-{n}-grade" for n in range(1, _LONGEST_2020 + 1)]
    if tasks < _LONGEST_2020:
        headers[10 + tasks] = "Учебник"
    tags = [f"{plan.code}-RU-SYN,VPR_{plan.code},{m.code.replace('_m', '_vpr_m')},vpr2020" for m in plan.municipalities]
    serial = np.array([text[1:].lstrip("0") for text in texts.code], dtype=object)
    second = texts.variants[1] if len(texts.variants) > 1 else _blank(scripts)
    columns = [
        np.array(tags, dtype=object)[plan.municipality_of[scripts.cohort.school[scripts.who]]],
        _schools(plan, scripts, [f"sch{code}" for code in plan.school_codes]),
        serial, texts.code, texts.journal, texts.gender, texts.class_letter, texts.variants[0], second, texts.total,
        *(texts.points[:, n] for n in range(tasks)),
        *(_blank(scripts) for _ in range(_LONGEST_2020 - tasks)),
    ]  # fmt: skip
    return "Sheet1", headers, columns


def _sheet_2021(plan: RegionPlan, scripts: Scripts, texts: TypedScripts) -> Sheet:
    tasks = len(scripts.work.tasks)
    headers = [
        "логин школы", "регион", "номер обучающегося", "код обучающегося", "отметка за предыдущую четверть/триместр",
        "пол", "класс", "вариант", "всего баллов", *(f"балл за {n}" for n in range(1, tasks + 1)),
        "Учебник", "Др.уч. автор", "Др.уч. название",
    ]  # fmt: skip
    places = [plan.municipalities[number].name for number in plan.municipality_of]
    serial = np.array([text[1:].lstrip("0") for text in texts.code], dtype=object)
    columns = [
        _schools(plan, scripts, [f"sch{code}" for code in plan.school_codes]), _schools(plan, scripts, places),
        serial, texts.code, texts.journal, texts.gender, texts.class_letter, _one_variant(scripts, texts), texts.total,
        *(texts.points[:, n] for n in range(tasks)), _blank(scripts), _blank(scripts), _blank(scripts),
    ]  # fmt: skip
    return "Sheet", headers, columns


def _one_variant(scripts: Scripts, texts: TypedScripts) -> Texts:
    """2021 has one column of variants even for two parts: that of the part that was written."""
    if len(texts.variants) == 1:
        return texts.variants[0]
    return np.where(texts.variants[0] == "отсутствовал", texts.variants[1], texts.variants[0])


def _sheet_2022(plan: RegionPlan, scripts: Scripts, texts: TypedScripts) -> Sheet:
    work = scripts.work
    headers = ["Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки", "Код"]
    region = f"reg{plan.code}0000 | Регион {plan.code}"
    places = [plan.municipalities[number] for number in plan.municipality_of]
    schools = zip(plan.school_codes, plan.school_names, strict=True)
    columns = [
        _schools(plan, scripts, [f"edu{code}" for code in plan.school_codes]),
        np.full(len(scripts), plan.code, dtype=object), np.full(len(scripts), region, dtype=object),
        _schools(plan, scripts, [f"{place.code} | {place.name}" for place in places]),
        _schools(plan, scripts, [f"edu{code} | {name}" for code, name in schools]),
        np.full(len(scripts), f"15.03.{work.year} 08:03:00", dtype=object), texts.code,
    ]  # fmt: skip
    for part in range(work.parts):
        headers.append("Вариант" if work.parts == 1 else f"Вариант (часть {part + 1})")
        columns.append(texts.variants[part])
        for place, task in enumerate(work.tasks):
            if task.part == part + 1:
                headers.append(f"{task.code} ({task.max_points}б)")
                columns.append(texts.points[:, place])
    headers += ["Наименование класса", "Пол", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"]
    columns += [texts.class_letter, texts.gender, texts.journal, texts.total]
    return "Протокол", headers, columns
