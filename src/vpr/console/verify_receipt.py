"""`vpr verify-receipt`: is this receipt genuine, and is this the workbook it speaks of. Needs no database and no network."""

import hashlib
import json
import os
import sys
from pathlib import Path

import click

from vpr.seal.keys import PUBLIC_NAME, NotAKey, fingerprint, read_public_key
from vpr.seal.letters import Letter, NotALetter, is_genuine, open_letter

FORMAT = "openvpr-receipt-1"
_READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
_LINES = (
    ("number", "Квитанция №"),
    ("school", "Код организации"),
    ("school_name", "Организация"),
    ("form_title", "Форма"),
    ("workbook", "Код формы"),
    ("assessment_title", "Работа"),
    ("assessment", "Код работы"),
    ("received_at", "Получено (UTC)"),
    ("state", "Состояние"),
    ("version", "Версия"),
    ("wave", "Волна"),
    ("file_name", "Файл"),
    ("sha256", "SHA-256"),
)


@click.command()
@click.argument("file", type=_READABLE)
@click.option(
    "--key", "key_file", type=_READABLE, help="Открытый ключ системы (PEM). По умолчанию ключ этой установки."
)
@click.option("--workbook", type=_READABLE, help="Книга: совпадает ли она с отпечатком в квитанции.")
@click.option("--json", "as_json", is_flag=True, help="Ответ одним объектом JSON.")
def command(file: Path, key_file: Path | None, workbook: Path | None, as_json: bool) -> None:
    """Проверяет подпись квитанции (.vprr или PDF). Код выхода: 0 подлинная, 1 нет, 2 неверный вызов."""
    faults, body = _faults(file, key_file or _own_key(), workbook)
    if as_json:
        click.echo(json.dumps({"genuine": not faults, "faults": faults, "receipt": body}, ensure_ascii=False))
    else:
        for name, title in _LINES:
            if name in body and (body[name] is not None or _is_told(name, body)):
                click.echo(f"{title}: {'нет' if body[name] is None else body[name]}")
        for fault in faults:
            click.echo(f"ОШИБКА: {fault}")
        click.echo("Квитанция НЕ подтверждена." if faults else "Квитанция подлинная.")
    sys.exit(1 if faults else 0)


def _is_told(name: str, body: dict[str, object]) -> bool:
    """An upload of results outside every wave is news; a form of the preparation has no waves and no assessment."""
    return name == "wave" and body.get("assessment") is not None


def _faults(file: Path, key_file: Path, workbook: Path | None) -> tuple[list[str], dict[str, object]]:
    """What is wrong, and the body of the letter: shown even when it is not genuine, to see what was claimed."""
    try:
        key = read_public_key(key_file.read_bytes())
    except NotAKey as error:
        raise click.UsageError(f"{key_file}: это не открытый ключ Ed25519 в формате PEM ({error})") from error
    try:
        letter = open_letter(file.read_bytes())
    except NotALetter:
        return [f"{file.name}: это не квитанция и не PDF с вложенной квитанцией"], {}
    faults = []
    if letter.format != FORMAT:
        faults.append(f"формат «{letter.format}» неизвестен этой версии программы")
    elif not is_genuine(letter, key):
        faults.append(_forged(letter, fingerprint(key)))
    if workbook and hashlib.sha256(workbook.read_bytes()).hexdigest() != letter.body.get("sha256"):
        faults.append(f"{workbook.name}: это другой файл, его отпечаток не тот, что в квитанции")
    return faults, letter.body


def _forged(letter: Letter, expected: str) -> str:
    if letter.key != expected:
        return f"квитанция подписана другим ключом ({letter.key}), проверялась ключом {expected}"
    return "подпись не сходится: сведения в квитанции изменены"


def _own_key() -> Path:
    path = Path(os.environ.get("VPR_HOME", "var")) / "seal" / PUBLIC_NAME
    if not path.exists():
        raise click.UsageError("Укажите открытый ключ системы: --key ФАЙЛ. Его скачивают на странице любой квитанции.")
    return path
