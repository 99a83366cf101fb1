"""Квитанция о приёме: what was received and what became of it, signed by the installation. Anybody can check it offline.

Three faces of the same letter: the page, the file `.vprr` (JSON of `vpr.seal.letters`), the PDF to which that file
is attached. All of them are made anew from the row at any moment and are the same bytes while the row is the same.
"""

import base64
import re
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Submission, SubmissionState
from vpr.exchange.position import moment_text
from vpr.paper.compile import compile_pdf
from vpr.seal import keys
from vpr.seal.letters import open_letter, sign

FORMAT = "openvpr-receipt-1"
REHEARSAL = ". РЕПЕТИЦИЯ: время условное"
#: Signs of Libertinus Serif that occur in names of files and schools.
_GLYPHS = re.compile("[ -~\u00a0-\u0377\u0400-\u0483\u048a-\u04ff\u2010-\u2027\u2030-\u203f№→₽␣□]")
_STATE_WORDS = {
    SubmissionState.RECEIVED: "received",
    SubmissionState.REJECTED: "rejected",
    SubmissionState.ACCEPTED: "accepted",
    SubmissionState.SUPERSEDED: "superseded",
}
STATE_TITLES = {
    SubmissionState.RECEIVED: "получено, ещё не проверено",
    SubmissionState.REJECTED: "получено и проверено: есть ошибки, форма не принята",
    SubmissionState.ACCEPTED: "получено, проверено и принято",
    SubmissionState.SUPERSEDED: "получено; до проверки заменено более новой загрузкой",
}


#: What became of the bytes: of a file with a person's name inside only its fingerprint is left.
_FATES = {
    False: "Файл получен целиком и сохранён.",
    True: "Файл получен целиком. В нём найдены личные данные, поэтому система его не хранит: остался только отпечаток.",
}


def installation_key() -> Ed25519PrivateKey:
    return keys.signing_key(Path(settings.VPR_HOME) / "seal")


def public_key_pem() -> bytes:
    return keys.public_pem(installation_key().public_key())


def receipt_body(submission: Submission) -> dict[str, Any]:
    """What the receipt states. Times are UTC in ISO 8601; `wave` is null when no wave takes the upload any more."""
    assessment = submission.assessment
    return {
        "number": submission.number,
        "received_at": _iso(submission.received_at),
        "school": submission.unit.code,
        "school_name": submission.unit.name,
        "assessment": assessment.code if assessment else None,
        "assessment_title": assessment.title if assessment else None,
        "campaign": submission.workbook.campaign.title,
        "form": submission.kind,
        "form_title": kind_of(submission.kind).title,
        "workbook": submission.workbook.code,
        "version": submission.version,
        "channel": submission.channel,
        "file_name": submission.original_name,
        "size": submission.size,
        "sha256": submission.sha256,
        "wave": submission.wave,
        "is_late": submission.is_late,
        "state": _STATE_WORDS[SubmissionState(submission.state)],
        "checked_at": _iso(submission.checked_at),
        "rows": submission.rows,
        "participants": submission.participants,
        "repairs": repair_counts(submission),
        # times of the shifted clock by which the window was judged: the receipt of a rehearsal proves nothing else
        **({"rehearsal": True} if settings.VPR_REHEARSAL else {}),
        "erased": submission.is_erased,
    }


def repair_counts(submission: Submission) -> dict[str, int]:
    """`{"х (русская буква) → X": 12}`: equal repairs counted, most frequent first."""
    counted = Counter(change_text(repair["before"], repair["after"]) for repair in submission.repairs)
    return dict(counted.most_common())


def change_text(before: str, after: str) -> str:
    """«х (русская буква) → X»: letters that look the same are told apart in words."""
    is_russian = len(before) == 1 and "а" <= before.lower() <= "я"
    return f"{shown(before)}{' (русская буква)' if is_russian else ''} → {shown(after)}"


def shown(text: str) -> str:
    """A cell text as people can see it: an empty one and spaces are named."""
    if not text:
        return "(пусто)"
    return text if text.strip() == text else f"«{text.replace(chr(160), '␣').replace(' ', '␣')}»"


def receipt_file(submission: Submission) -> bytes:
    """The `.vprr` file."""
    return sign(receipt_body(submission), format=FORMAT, key=installation_key())


def receipt_pdf(submission: Submission) -> bytes:
    letter = receipt_file(submission)
    opened = open_letter(letter)
    source = package_files("vpr.exchange").joinpath("paper/receipt.typ").read_text(encoding="utf-8")
    zone, workbook = submission.unit.time_zone, submission.workbook
    inputs = {
        "number": submission.number,
        "received_at": moment_text(submission.received_at, zone) + (REHEARSAL if settings.VPR_REHEARSAL else ""),
        "school": f"{submission.unit.name}, код {submission.unit.code}",
        "form": kind_of(submission.kind).title,
        "assessment": f"{workbook.of_assessment} ({workbook.code})" if workbook.is_of_scores else "",
        "campaign": str(workbook.campaign),
        "version": str(submission.version),
        "file": f"{submission.original_name}, {submission.size} байт",
        "sha256": submission.sha256,
        "wave": wave_title(submission) if workbook.is_of_scores else "",
        "state": STATE_TITLES[SubmissionState(submission.state)],
        "checked_at": moment_text(submission.checked_at, zone) if submission.checked_at else "",
        "rows": rows_text(submission),
        "fate": _FATES[submission.is_erased],
        "repairs": "; ".join(f"{change} ({count})" for change, count in repair_counts(submission).items()),
        "signature": base64.b64encode(opened.signature).decode(),
        "key": opened.key,
        "letter": letter.decode(),
    }
    inputs = {name: text if name == "letter" else _printable(text) for name, text in inputs.items()}
    return compile_pdf(source, inputs, created=submission.checked_at or submission.received_at)


def rows_text(submission: Submission) -> str:
    if submission.rows is None:
        return ""
    rest = f", из них с работой {submission.participants}" if submission.workbook.is_of_scores else ""
    return f"{submission.rows}{rest}"


def wave_title(submission: Submission) -> str:
    if submission.wave is None:
        return "вне волн"
    return f"{submission.wave}-я волна" + (", загружено с опозданием" if submission.is_late else "")


def _printable(text: str) -> str:
    """Signs that the embedded font lacks become □: PDF/A refuses a sign without a glyph, and a file name may hold any."""
    return "".join(sign if _GLYPHS.match(sign) else "□" for sign in text)


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
