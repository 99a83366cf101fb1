"""Форма сбора результатов: the declaration of the score workbook in the layouts of 2021-2026 (DOMAIN §5.2).

From it come the XLSX template, the reader, the rules, the browser grid and the help page.
"""

from dataclasses import replace
from functools import lru_cache

from vpr.kernel.participants import code_ranges
from vpr.results.scripts import ScoreSpec, TaskPlace
from vpr.results.workbooks.score_words import instruction
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.identity import sealed

FORM = "result_form"
VERSION = "2026.1"
ABSENT = "отсутствовал"
NO_MARK = "нет отметки"
NOT_TAUGHT = "не пройд."
LARGEST_CLASS = 50

#: Since 2026 a class is an ordinal and «Пол» is not collected; before, a name or a number of the sheet «Классы».
ORDINAL_CLASSES_SINCE = 2026

_VARIANT_ALIASES = {
    1: ("вариант", "вариант (часть 1)", "вариант часть 1", "var-1"),
    2: ("вариант (часть 2)", "вариант часть 2", "var-2"),
}


def score_form(spec: ScoreSpec) -> Form:
    """The form of an assessment, for the school that the specification names."""
    return _form(spec)


def shared_spec(spec: ScoreSpec) -> ScoreSpec:
    """The specification without the school: one template serves every school of the assessment."""
    return replace(spec, school="", school_name="", participants=None, code_from=_first(spec), code_to=_last(spec))


def issued_codes(spec: ScoreSpec) -> range | None:
    if spec.code_from is None or spec.code_to is None:
        return None
    return range(spec.code_from, spec.code_to + 1)


def allowed_codes(spec: ScoreSpec) -> tuple[range, ...]:
    """The issued codes, or those of the grade when none are known to be issued."""
    issued = issued_codes(spec)
    return code_ranges(spec.grade) if issued is None else (issued,)


def file_name(spec: ScoreSpec) -> str:
    """`Форма сбора результатов Английский язык 8 класс ВПР 2026.xlsx`, as the real system calls it."""
    title = "".join(" " if letter in '\\/:*?"<>|' else letter for letter in spec.title)
    return f"Форма сбора результатов {title} ВПР {spec.year}.xlsx"


def identity(spec: ScoreSpec) -> tuple[tuple[str, str], ...]:
    """What the school's copy says of itself, sealed by a checksum."""
    return sealed(
        {
            "form": FORM,
            "version": VERSION,
            "campaign": spec.assessment.partition(".")[0],
            "assessment": spec.assessment,
            "school": spec.school,
        }
    )


@lru_cache(maxsize=512)
def _form(spec: ScoreSpec) -> Form:
    codes = allowed_codes(spec)[0]
    return Form(
        key=FORM,
        version=VERSION,
        title="Форма сбора результатов",
        subtitle=f"{spec.campaign_title}. {spec.title}",
        file_name=file_name(spec),
        sheets=(Sheet("scores", "Протокол", columns_of(spec)),),
        instruction=instruction(spec.parts, has_dependencies=any(task.depends_on for task in spec.tasks)),
        identity=identity(spec),
        code_from=codes.start,
        code_to=codes.stop - 1,
    )


@lru_cache(maxsize=512)
def columns_of(spec: ScoreSpec) -> tuple[Column, ...]:
    """Columns in the order of the sheet: code, then for each part its variant and tasks, class, mark, total."""
    columns = [_code(spec)]
    ordinal = 0
    for part in range(1, spec.parts + 1):
        columns.append(_variant(spec, part))
        for place in spec.tasks:
            if place.part == part:
                ordinal += 1
                columns.append(_points(spec, place, ordinal))
    columns.append(_class(spec))
    if spec.generation < ORDINAL_CLASSES_SINCE:
        columns.append(
            Column(
                "gender",
                "Пол",
                ColumnKind.CHOICE,
                "м или ж.",
                6,
                ("м", "ж"),
                aliases=("gender",),
                is_required=False,
            )
        )
    columns += [_journal_mark(), _total(spec)]
    return tuple(columns)


def _code(spec: ScoreSpec) -> Column:
    codes = allowed_codes(spec)[0]
    title = "Код участника" if spec.generation >= ORDINAL_CLASSES_SINCE else "Код"
    return Column(
        "code",
        title,
        ColumnKind.CODE,
        f"Код из листа кодов школы: от {codes.start} до {codes.stop - 1}. Один и тот же для всех работ участника.",
        11,
        aliases=("код", "код участника", "код обучающегося", "code"),
        is_locked=issued_codes(spec) is not None,
    )


def _variant(spec: ScoreSpec, part: int) -> Column:
    values = tuple(str(number) for number in spec.variants)
    words = ", ".join(values) if values else "номер"
    of_part = "" if spec.parts == 1 else f" части {part}"
    return Column(
        f"variant_{part}",
        "Вариант" if spec.parts == 1 else f"Вариант (часть {part})",
        ColumnKind.CHOICE,
        f"Вариант{of_part}: {words}. Если участник не писал, выберите «{ABSENT}» и оставьте баллы{of_part} пустыми.",
        14,
        (*(values or tuple("123456")), ABSENT),
        aliases=_VARIANT_ALIASES[part],
        part=part,
    )


def _points(spec: ScoreSpec, place: TaskPlace, ordinal: int) -> Column:
    words = f"Баллы от 0 до {place.max_points} или X, если участник не приступал к заданию."
    if place.depends_on:
        words += f" Если за {place.depends_on} стоит 0 или X, здесь только 0 или X."
    special = ("X", NOT_TAUGHT) if spec.generation <= 2021 else ("X",)
    return Column(
        f"task_{place.code}",
        f"{place.code} ({place.max_points}б)",
        ColumnKind.POINTS,
        words,
        7.5,
        (*(str(points) for points in range(place.max_points, -1, -1)), *special),
        place.max_points,
        # 2021 and 2020 number the columns instead of naming the task
        aliases=(place.code, f"балл за {ordinal}", f"a-{ordinal}-grade"),
        depends_on=f"task_{place.depends_on}" if place.depends_on else None,
        part=place.part,
    )


def _class(spec: ScoreSpec) -> Column:
    aliases = ("порядковый номер класса", "наименование класса", "класс", "klass", "класс №")
    if spec.generation >= ORDINAL_CLASSES_SINCE:
        numbers = tuple(str(number) for number in range(1, LARGEST_CLASS + 1))
        words = f"Номер класса в параллели, от 1 до {LARGEST_CLASS}: 8А это 1, 8Б это 2 и так далее."
        return Column(
            "class", "Порядковый номер класса", ColumnKind.ORDINAL, words, 13, numbers, LARGEST_CLASS, aliases
        )
    title = 'Класс № (список формируется из листа "Классы")' if spec.generation == 2025 else "Наименование класса"
    return Column("class", title, ColumnKind.TEXT, "Класс с буквой, например 4А.", 14, aliases=aliases)


def _journal_mark() -> Column:
    return Column(
        "journal_mark",
        "Отметка за предыдущий триместр/ четверть/полугодие",
        ColumnKind.CHOICE,
        f"Отметка из журнала: 5, 4, 3, 2 или «{NO_MARK}».",
        18,
        ("5", "4", "3", "2", NO_MARK),
        aliases=("отметка за предыдущую четверть/триместр", "otc"),
    )


def _total(spec: ScoreSpec) -> Column:
    return Column(
        "total",
        "Итого баллов",
        ColumnKind.TOTAL,
        f"Считается сама, не больше {spec.max_score}. Заполнять не нужно.",
        10,
        aliases=("всего баллов", "sum"),
        is_required=False,
        is_locked=True,
    )


def _first(spec: ScoreSpec) -> int | None:
    return None if issued_codes(spec) is None else code_ranges(spec.grade)[0].start


def _last(spec: ScoreSpec) -> int | None:
    return None if issued_codes(spec) is None else code_ranges(spec.grade)[0].stop - 1
