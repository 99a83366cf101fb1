"""A workbook kind for tests: the file is text, its words say what the check should find."""

from dataclasses import dataclass, field

from vpr.exchange.kinds import Verdict
from vpr.kernel.faults import Fault, FaultKind, Repair, Severity
from vpr.kernel.roles import UnitKind

CATALOGUE = {
    kind.code: kind
    for kind in (
        FaultKind("T-01", Severity.ERROR, "Балл вне границ", "{given} вне границ; допустимо от 0 до {most}"),
        FaultKind("T-02", Severity.WARNING, "Мало участников", "загружено {rows}, ожидалось больше; проверьте список"),
    )
}


@dataclass
class PlainKind:
    """`rows=12 fault=3 repairs=2 few die`, one word each; `;` and `=` part the cells of a version."""

    key: str = "scores"
    title: str = "Форма сбора результатов"
    level: UnitKind = UnitKind.SCHOOL
    step: str | None = None
    grid: str = "results:grid"
    catalogue: dict = field(default_factory=lambda: CATALOGUE)
    recorded: list = field(default_factory=list)
    forgives: bool = False  # what was wrong has been put right elsewhere
    before_return: object = None  # called at the end of a check: what happens meanwhile

    def template(self, unit, workbook, expectation):
        return f"Форма_{unit.code}.xlsx", b"template of " + unit.code.encode()

    def check(self, content, name, *, unit, workbook, expectation, channel):
        words = dict(word.partition("=")[::2] for word in content.decode().split())
        if "die" in words:
            raise MemoryError
        count = 0 if self.forgives else int(words.get("fault", 0))
        faults = [Fault.at("T-01", f"Протокол!D{row + 2}", given=4, most=3) for row in range(count)]
        repairs = [Repair("R-07", f"Протокол!E{row + 2}", "х", "X") for row in range(int(words.get("repairs", 0)))]
        warnings = [Fault.at("T-02", rows=1)] if "few" in words else []
        rows = int(words.get("rows", 1))
        if self.before_return:
            self.before_return()
        return Verdict(faults + warnings, repairs, rows, rows, content.decode(), not faults)

    def record(self, submission, verdict, *, now):
        self.recorded.append((submission.version, verdict.content))

    def marked(self, content, name, faults):
        return content + b" marked " + ",".join(fault.cell for fault in faults).encode()

    def cells(self, content, name, *, unit, workbook, channel):
        pairs = (word.partition("=")[::2] for word in content.decode().split())
        return {("80001", column): text for column, text in pairs}
