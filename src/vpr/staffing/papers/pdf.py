"""An order as PDF."""

from datetime import datetime
from importlib.resources import files

from vpr.paper.compile import compile_pdf
from vpr.staffing.papers.document import Document


def order_pdf(document: Document, *, now: datetime) -> bytes:
    source = (files("vpr.staffing") / "papers" / "order.typ").read_text("utf-8")
    return compile_pdf(source, {"order": document.as_json()}, created=now)
