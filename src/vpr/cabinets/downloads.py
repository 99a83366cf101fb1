"""Files as answers: the name survives Cyrillic, nothing is cached."""

from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to save. RFC 6266: browsers take the encoded name, old ones the extension."""
    response = HttpResponse(content, content_type=content_type)
    fallback = "file." + name.rpartition(".")[2]
    response["Content-Disposition"] = f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response
