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
    "edited_card": "изменена карточка сотрудника",
    "proposed_candidate": "предложена кандидатура",
    "approved_candidate": "утверждена кандидатура",
    "rejected_candidate": "отклонена кандидатура",
    "withdrew_candidate": "отозвана кандидатура",
    "named_successor": "назван преемник",
    "took_over": "новый сотрудник приступил",
    "imported_coordinators": "загружен список координаторов",
    "created_set": "создан набор организаций",
    "renamed_set": "переименован набор организаций",
    "closed_set": "закрыт набор организаций",
    "moved_school": "школа переведена",
    "erased_staff_data": "удалены сведения о бывших сотрудниках",
}


def register_verbs(**titles: str) -> None:
    _titles.update(titles)


def verb_title(verb: str) -> str:
    return _titles.get(verb, verb.replace("_", " "))
