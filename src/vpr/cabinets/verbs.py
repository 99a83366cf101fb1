"""Titles of the journal's verbs. An upper app names its own verbs in `ready()`."""

_titles: dict[str, str] = {
    "appointed": "назначена роль",
    "ended_appointment": "снята роль",
    "issued_codes": "выданы коды активации",
    "founded": "назначен первый пользователь системы",
    "issued_code": "выдан код активации",
    "revoked_codes": "отозваны коды активации",
    "reset_second_factor": "снят второй фактор",
    "activated": "задан пароль по коду",
    "edited_contacts": "изменены контакты",
}


def register_verbs(**titles: str) -> None:
    _titles.update(titles)


def verb_title(verb: str) -> str:
    return _titles.get(verb, verb.replace("_", " "))
