"""Names of places and schools made from our own lists. No names of people."""

import numpy as np

_STEMS = (
    "Берез", "Сосн", "Луг", "Озер", "Камен", "Ключ", "Горн", "Степн", "Лесн", "Речн", "Полян", "Клен", "Дубр", "Осин",
    "Холм", "Мост", "Родник", "Заводск", "Ольх", "Рябин", "Ивн", "Тополь", "Яблон", "Вишн", "Медов", "Снежн", "Ветр",
    "Солнечн", "Северн", "Южн", "Западн", "Восточн", "Новоозер", "Староберез", "Верхнелуг", "Нижнекамен", "Красногорн",
    "Белоключ", "Черноречн", "Зеленополь", "Синегорн", "Краснополян", "Новососн", "Большереч", "Малоозер",
)  # fmt: skip
_PLACES = (
    "Берёзовка", "Сосновка", "Луговое", "Озёрное", "Каменка", "Ключи", "Горное", "Степное", "Лесное", "Речное", "Поляны",
    "Кленовка", "Дубрава", "Осиновка", "Холмы", "Мостовое", "Родники", "Заводское", "Ольховка", "Рябиновка", "Ивановское",
    "Тополево", "Яблоневка", "Вишнёвое", "Медовка", "Снежное", "Ветрово", "Солнечное", "Северное", "Южное", "Западное",
    "Восточное", "Заречье", "Приозёрье", "Подгорное", "Раздолье", "Привольное", "Светлое", "Ясное", "Тихое",
)  # fmt: skip
_KINDS = ("средняя общеобразовательная школа", "лицей", "гимназия", "основная общеобразовательная школа")
_KIND_SHARES = (0.82, 0.03, 0.04, 0.11)


def municipality_name(number: int, kind: str) -> str:
    """`number` counts from 0 within the region; names of one region do not repeat."""
    stem = _STEMS[number % len(_STEMS)]
    round_ = number // len(_STEMS)
    tail = f" № {round_ + 1}" if round_ else ""
    if kind == "city":
        return f"город {stem}ск{tail}"
    return f"{stem}ский муниципальный {'округ' if number % 3 == 0 else 'район'}{tail}"


def school_names(rng: np.random.Generator, count: int, settlement: str, place: str) -> list[str]:
    """Names of the schools of one municipality: numbered in a city, by village elsewhere."""
    kinds = rng.choice(len(_KINDS), size=count, p=_KIND_SHARES)
    if settlement == "city":
        return [f"МБОУ «{_kind(kind)} № {number}» ({place})" for number, kind in enumerate(kinds, start=1)]
    names = []
    for number, kind in enumerate(kinds):
        village = _PLACES[(number * 7 + int(kinds.sum())) % len(_PLACES)]
        ordinal = f" № {number // len(_PLACES) + 1}" if number >= len(_PLACES) else ""
        names.append(f"МБОУ «{_kind(kind)}{ordinal}», {village}")
    return names


def _kind(number: int) -> str:
    return _KINDS[number].capitalize()
