"""Subjects of the federation by two-digit code: name and time zone of the capital. The codes are those of DOMAIN §3."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RegionFacts:
    name: str
    time_zone: str


_ZONES: dict[str, str] = {
    "02": "Asia/Yekaterinburg", "03": "Asia/Irkutsk", "04": "Asia/Barnaul", "14": "Asia/Yakutsk",
    "17": "Asia/Krasnoyarsk", "18": "Europe/Samara", "19": "Asia/Krasnoyarsk", "22": "Asia/Barnaul",
    "24": "Asia/Krasnoyarsk", "25": "Asia/Vladivostok", "27": "Asia/Vladivostok", "28": "Asia/Yakutsk",
    "30": "Europe/Astrakhan", "38": "Asia/Irkutsk", "39": "Europe/Kaliningrad", "41": "Asia/Kamchatka",
    "42": "Asia/Novokuznetsk", "45": "Asia/Yekaterinburg", "49": "Asia/Magadan", "54": "Asia/Novosibirsk",
    "55": "Asia/Omsk", "56": "Asia/Yekaterinburg", "59": "Asia/Yekaterinburg", "63": "Europe/Samara",
    "64": "Europe/Saratov", "65": "Asia/Sakhalin", "66": "Asia/Yekaterinburg", "70": "Asia/Tomsk",
    "72": "Asia/Yekaterinburg", "73": "Europe/Ulyanovsk", "74": "Asia/Yekaterinburg", "75": "Asia/Chita",
    "79": "Asia/Vladivostok", "86": "Asia/Yekaterinburg", "87": "Asia/Anadyr", "89": "Asia/Yekaterinburg",
}  # fmt: skip

_NAMES: dict[str, str] = {
    "01": "Республика Адыгея", "02": "Республика Башкортостан", "03": "Республика Бурятия", "04": "Республика Алтай",
    "05": "Республика Дагестан", "06": "Республика Ингушетия", "07": "Кабардино-Балкарская Республика",
    "08": "Республика Калмыкия", "09": "Карачаево-Черкесская Республика", "10": "Республика Карелия",
    "11": "Республика Коми", "12": "Республика Марий Эл", "13": "Республика Мордовия", "14": "Республика Саха (Якутия)",
    "15": "Республика Северная Осетия — Алания", "16": "Республика Татарстан", "17": "Республика Тыва",
    "18": "Удмуртская Республика", "19": "Республика Хакасия", "20": "Чеченская Республика",
    "21": "Чувашская Республика", "22": "Алтайский край", "23": "Краснодарский край", "24": "Красноярский край",
    "25": "Приморский край", "26": "Ставропольский край", "27": "Хабаровский край", "28": "Амурская область",
    "29": "Архангельская область", "30": "Астраханская область", "31": "Белгородская область", "32": "Брянская область",
    "33": "Владимирская область", "34": "Волгоградская область", "35": "Вологодская область",
    "36": "Воронежская область", "37": "Ивановская область", "38": "Иркутская область", "39": "Калининградская область",
    "40": "Калужская область", "41": "Камчатский край", "42": "Кемеровская область — Кузбасс", "43": "Кировская область",
    "44": "Костромская область", "45": "Курганская область", "46": "Курская область", "47": "Ленинградская область",
    "48": "Липецкая область", "49": "Магаданская область", "50": "Московская область", "51": "Мурманская область",
    "52": "Нижегородская область", "53": "Новгородская область", "54": "Новосибирская область", "55": "Омская область",
    "56": "Оренбургская область", "57": "Орловская область", "58": "Пензенская область", "59": "Пермский край",
    "60": "Псковская область", "61": "Ростовская область", "62": "Рязанская область", "63": "Самарская область",
    "64": "Саратовская область", "65": "Сахалинская область", "66": "Свердловская область", "67": "Смоленская область",
    "68": "Тамбовская область", "69": "Тверская область", "70": "Томская область", "71": "Тульская область",
    "72": "Тюменская область", "73": "Ульяновская область", "74": "Челябинская область", "75": "Забайкальский край",
    "76": "Ярославская область", "77": "Москва", "78": "Санкт-Петербург", "79": "Еврейская автономная область",
    "83": "Ненецкий автономный округ", "86": "Ханты-Мансийский автономный округ — Югра",
    "87": "Чукотский автономный округ", "89": "Ямало-Ненецкий автономный округ",
}  # fmt: skip


def region_facts(code: str) -> RegionFacts:
    """Facts of `reg220000`; an unknown subject is named by its code and keeps Moscow time."""
    digits = code.removeprefix("reg")[:2]
    return RegionFacts(_NAMES.get(digits, code), _ZONES.get(digits, "Europe/Moscow"))


#: Regions with more than one clock (107-ФЗ, ст. 5): beginnings of the names of municipalities that keep another zone.
_EXCEPTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "14": {  # Якутия: МСК+6, а в этих улусах МСК+7 и МСК+8
        "Asia/Khandyga": ("томпонск", "усть-майск"),
        "Asia/Vladivostok": ("верхоянск", "усть-янск"),
        "Asia/Ust-Nera": ("оймяконск",),
        "Asia/Srednekolymsk": (
            "абыйск",
            "аллаиховск",
            "верхнеколымск",
            "момск",
            "нижнеколымск",
            "среднеколымск",
        ),
    },
    # Сахалинская область: у Северных Курил своя зона tzdata, с 2016 года с тем же временем
    "65": {"Asia/Srednekolymsk": ("северо-курильск",)},
}


def municipality_time_zone(code: str, name: str, usual: str) -> str:
    """Zone of a municipality by the code of its region (or its own) and its name; `usual` is that of the region."""
    digits, folded = code.removeprefix("reg")[:2], name.strip().lower()
    for zone, stems in _EXCEPTIONS.get(digits, {}).items():
        if folded.startswith(stems):
            return zone
    return usual
