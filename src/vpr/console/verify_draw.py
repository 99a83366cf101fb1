"""`vpr verify-draw`: was this draw made honestly, and what did it give this school. Needs no database and no network."""

import json
import sys
from pathlib import Path

import click

from vpr.draw.proof.tables import INPUTS, INPUTS_HEADER, PROOF, RESULT, RESULT_HEADER
from vpr.draw.proof.verify import Files, Findings, NotADraw, verify
from vpr.draw.subjects import drawn_title
from vpr.kernel.subjects import SUBJECTS

_PLACE = click.Path(exists=True, path_type=Path)
_READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("places", metavar="ПАПКА | ФАЙЛЫ", type=_PLACE, nargs=-1, required=True)
@click.option("--school", default="", help="Код организации: показать и сверить только её классы.")
@click.option("--commitment", type=_READABLE, help="Письмо с обязательством, сохранённое до жребия.")
@click.option("--key", type=_READABLE, help="Открытый ключ системы (PEM), известный Вам заранее.")
@click.option("--json", "as_json", is_flag=True, help="Ответ одним объектом JSON.")
def command(places: tuple[Path, ...], school: str, commitment: Path | None, key: Path | None, as_json: bool) -> None:
    """Пересчитывает жребий по inputs.csv, result.csv и proof.json. Код выхода: 0 честный, 1 нет, 2 неверный вызов."""
    files = _files(places)
    try:
        found = verify(
            Files(
                inputs=files[INPUTS].read_bytes(),
                result=files[RESULT].read_bytes(),
                proof=files[PROOF].read_bytes(),
                commitment=commitment.read_bytes() if commitment else None,
                key=key.read_bytes() if key else None,
            ),
            school=school,
        )
    except NotADraw as error:
        raise click.UsageError(str(error)) from error
    click.echo(_as_json(found) if as_json else _as_text(found))
    sys.exit(0 if found.is_sound else 1)


def _files(places: tuple[Path, ...]) -> dict[str, Path]:
    """The three files: of the folder, or recognized among those named, whatever a browser has called them."""
    if len(places) == 1 and places[0].is_dir():
        found = {name: places[0] / name for name in (INPUTS, RESULT, PROOF) if (places[0] / name).is_file()}
    else:
        found = {_kind(path): path for path in places if path.is_file()}
    missing = [name for name in (INPUTS, RESULT, PROOF) if name not in found]
    if missing:
        raise click.UsageError(f"Не найдено: {', '.join(missing)}. Скачайте все три файла со страницы жребия.")
    return found


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        head = file.readline(200).decode("utf-8", "replace").strip()
    return {",".join(INPUTS_HEADER): INPUTS, ",".join(RESULT_HEADER): RESULT}.get(head, PROOF)


def _as_json(found: Findings) -> str:
    answer = {
        "sound": found.is_sound,
        "campaign": found.campaign,
        "round": found.number,
        "key": found.key,
        "classes_checked": found.classes_checked,
        "faults": [{"what": what, "text": text} for what, text in found.faults],
        "classes": {name: list(taken) for name, taken in found.classes},
    }
    return json.dumps(answer, ensure_ascii=False)


def _as_text(found: Findings) -> str:
    lines = [f"Жребий: кампания {found.campaign}, раунд {found.number}", f"Подписано ключом: {found.key}"]
    for name, taken in found.classes:
        lines.append(f"{name}: {', '.join(_title(subject) for subject in taken) or 'предметов нет'}")
    lines += [f"ОШИБКА: {text}" for _, text in found.faults]
    if found.is_sound:
        lines.append(f"Жребий честный: зерно, данные и ответ сходятся, сверено классов: {found.classes_checked}.")
    else:
        lines.append("Жребий НЕ подтверждён.")
    return "\n".join(lines)


def _title(subject: str) -> str:
    return drawn_title(subject) if subject in SUBJECTS or subject == "fl" else subject
