"""The text of a letter: plain, with a working link and the way to switch it off. Nothing in it is secret."""

from collections.abc import Sequence

from vpr.cabinets.deadlines import counted
from vpr.cabinets.models import Notification


def letter_text(notices: Sequence[Notification], *, site: str, page: str) -> tuple[str, str]:
    """Subject and body for one message or for several gathered ones."""
    first = notices[0]
    footer = f"--\nOpenVPR, {first.unit}. Письмо отправлено автоматически, отвечать на него не нужно.\n"
    footer += f"Реже или не присылать: {page}"
    if len(notices) == 1:
        return _one_line(first.title), "\n\n".join([*_parts(first, site), footer])
    subject = f"Ход ВПР: {counted(len(notices), 'сообщение', 'сообщения', 'сообщений')}"
    entries = ["\n".join([f"{number}. {item.title}", *_parts(item, site)]) for number, item in enumerate(notices, 1)]
    return subject, "\n\n".join([*entries, footer])


def _parts(notice: Notification, site: str) -> list[str]:
    return [part for part in (notice.body, site + notice.link if notice.link else "") if part]


def _one_line(title: str) -> str:
    """A line break in a subject would be a header of somebody's own."""
    return " ".join(title.split())
