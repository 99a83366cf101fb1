"""School subjects of the assessments: key, abbreviation of the exports, title."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    key: str
    abbreviation: str
    title: str


# Keys follow the tags of the real exports (ru4, ma4, okr4, is5 ...), DOMAIN §3.
SUBJECTS: dict[str, Subject] = {
    s.key: s
    for s in (
        Subject("ru", "РУ", "Русский язык"),
        Subject("ma", "МА", "Математика"),
        Subject("okr", "ОМ", "Окружающий мир"),
        Subject("lch", "ЛЧ", "Литературное чтение"),
        Subject("li", "ЛИ", "Литература"),
        Subject("is", "ИС", "История"),
        Subject("ob", "ОБ", "Обществознание"),
        Subject("gg", "ГГ", "География"),
        Subject("bi", "БИ", "Биология"),
        Subject("fi", "ФИ", "Физика"),
        Subject("hi", "ХИ", "Химия"),
        Subject("inf", "ИН", "Информатика"),
        Subject("en", "АЯ", "Английский язык"),
        Subject("de", "НЯ", "Немецкий язык"),
        Subject("fr", "ФЯ", "Французский язык"),
    )
}
