"""Names, numbers and titles of the seven reports, in the order of the recommendations of 2026 (DOMAIN §9.2)."""

from collections.abc import Callable
from dataclasses import dataclass

from vpr.analytics.inquiry import Inquiry
from vpr.analytics.reports import (
    individual_results,
    journal_comparison,
    marks_statistics,
    planned_results,
    primary_distribution,
    task_by_groups,
    task_performance,
)
from vpr.analytics.reports.body import Body


@dataclass(frozen=True)
class Definition:
    """`title` is that of the real exports; `about` is one line for the index page."""

    name: str
    number: int
    title: str
    about: str
    build: Callable[[Inquiry], Body]
    has_parts: bool = False  # the part filter narrows its tasks

    @property
    def file_stem(self) -> str:
        return f"Ф{self.number}_{self.title}"


REPORTS: dict[str, Definition] = {
    definition.name: definition
    for definition in (
        Definition(
            "individual_results",
            1,
            "Индивидуальные результаты",
            "Баллы каждого участника под его кодом.",
            individual_results.build,
        ),
        Definition(
            "primary_distribution",
            2,
            "Распределение первичных баллов",
            "Сколько участников набрали каждый балл.",
            primary_distribution.build,
        ),
        Definition(
            "marks_statistics",
            3,
            "Статистика по отметкам",
            "Доли отметок, успеваемость, качество, СОУ.",
            marks_statistics.build,
        ),
        Definition(
            "journal_comparison",
            4,
            "Сравнение отметок с отметками по журналу",
            "Понизили, подтвердили, повысили.",
            journal_comparison.build,
        ),
        Definition(
            "task_performance",
            5,
            "Выполнение заданий",
            "Процент выполнения каждого задания.",
            task_performance.build,
            has_parts=True,
        ),
        Definition(
            "planned_results",
            6,
            "Достижение планируемых результатов",
            "То же по умениям кодификатора.",
            planned_results.build,
            has_parts=True,
        ),
        Definition(
            "task_by_groups",
            7,
            "Выполнение заданий группами участников",
            "Задания у получивших «2», «3», «4» и «5».",
            task_by_groups.build,
            has_parts=True,
        ),
    )
}
