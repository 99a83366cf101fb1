"""What can be wrong in a filled questionnaire. Codes are stable; every message ends with the cure."""

from vpr.kernel.faults import FaultKind, Severity

_E, _W = Severity.ERROR, Severity.WARNING
_KINDS = (
    FaultKind("Q-01", _E, "Нет ответа", "на вопрос {number} нет ответа; {cure}."),
    FaultKind(
        "Q-02",
        _W,
        "Ответ на вопрос, который не задаётся",
        "вопрос {number} задаётся только при ответе «{wanted}» на вопрос {above}; ответ «{found}» не сохранён. Если он "
        "нужен, исправьте ответ на вопрос {above}.",
    ),
    FaultKind(
        "Q-03", _E, "Не число или число вне границ", "«{found}» не подходит; впишите целое число от {low} до {high}."
    ),
    FaultKind("Q-04", _E, "Не похоже на ответ", "«{found}» не подходит; {cure}."),
    FaultKind(
        "Q-05", _E, "Часть больше целого", "{left} = {part}, это больше, чем {right} = {whole}; исправьте одно из них."
    ),
    FaultKind(
        "Q-06",
        _E,
        "Сумма не сходится",
        "{left} вместе дают {part}, а {right} = {whole}; исправьте слагаемые или сумму.",
    ),
    FaultKind(
        "Q-07",
        _E,
        "Ответы противоречат",
        "на вопрос {number} ответ «Нет», а здесь {found}; впишите 0 или исправьте ответ на вопрос {number}.",
    ),
    FaultKind("Q-08", _E, "Не может быть нулём", "вопрос {number}: ноль невозможен; впишите настоящее число."),
    FaultKind(
        "Q-09",
        _W,
        "Ни одного «Да»",
        "на вопрос {number} ответ «Да», а среди {left} нет ни одного «Да»; проверьте ответы.",
    ),
    FaultKind(
        "Q-10",
        _W,
        "Большая разница с прошлым годом",
        "вопрос {number}: сейчас {found}, в прошлом году было {before}; если это верно, ничего не меняйте.",
    ),
    FaultKind(
        "Q-11",
        _E,
        "Имя человека",
        "здесь не место для имени, СНИЛС или номера человека; уберите его и опишите организацию.",
    ),
    FaultKind(
        "Q-12",
        _E,
        "Обучающиеся без классов",
        "вопрос {number}: обучающихся {found}, а классов нет; впишите число классов или 0 обучающихся.",
    ),
)
CATALOGUE: dict[str, FaultKind] = {kind.code: kind for kind in _KINDS}
