"""PDF documents: Cyrillic from the embedded fonts, the same bytes for the same arguments, a child that may die."""

import os
import signal
import zlib
from datetime import UTC, datetime

import pytest

from vpr.paper import compile as paper

CREATED = datetime(2026, 4, 22, 9, 0, tzinfo=UTC)
SHEET = """#set document(title: "Квитанция")
#set text(lang: "ru", font: "Libertinus Serif")
= Квитанция № #sys.inputs.at("number")
Съешь ещё этих мягких французских булок — «ЁЙЪЫЭ».
"""


@pytest.fixture(autouse=True)
def _no_child_left():
    yield
    paper.stop_worker()


def test_a_document_with_cyrillic_compiles_with_the_embedded_fonts():
    pdf = paper.compile_pdf(SHEET, {"number": "12"}, created=CREATED)
    assert pdf.startswith(b"%PDF-")
    assert b"LibertinusSerif" in pdf


def test_the_same_arguments_give_the_same_bytes_in_another_child():
    first = paper.compile_pdf(SHEET, {"number": "12"}, created=CREATED)
    paper.stop_worker()
    assert paper.compile_pdf(SHEET, {"number": "12"}, created=CREATED) == first
    assert paper.compile_pdf(SHEET, {"number": "13"}, created=CREATED) != first


def test_an_error_of_the_source_is_told_in_the_compilers_words():
    with pytest.raises(paper.PaperFault, match="unknown variable"):
        paper.compile_pdf('#set document(title: "x")\n#nonsense', {}, created=CREATED)


def test_a_warning_is_an_error():
    with pytest.raises(paper.PaperFault, match="unknown font"):
        paper.compile_pdf(
            '#set document(title: "x")\n#set text(font: "No Such Font", lang: "ru")\nА', {}, created=CREATED
        )


def test_a_document_that_never_ends_is_killed_and_the_next_one_compiles():
    endless = '#set document(title: "x")\n#for a in range(30000) { for b in range(30000) { let c = a * b } }'
    with pytest.raises(paper.PaperTimeout):
        paper.compile_pdf(endless, {}, created=CREATED, seconds=0.5)
    assert paper.compile_pdf(SHEET, {"number": "1"}, created=CREATED).startswith(b"%PDF-")


def test_a_killed_child_is_replaced():
    paper.compile_pdf(SHEET, {"number": "1"}, created=CREATED)
    os.kill(paper._current.process.pid, signal.SIGKILL)
    paper._current.process.wait()
    assert paper.compile_pdf(SHEET, {"number": "1"}, created=CREATED).startswith(b"%PDF-")


def test_an_attachment_can_be_taken_out_again():
    source = (
        SHEET + '\n#pdf.attach("receipt.json", bytes(sys.inputs.at("token")), relationship: "data", '
        'mime-type: "application/json", description: "Квитанция")'
    )
    pdf = paper.compile_pdf(source, {"number": "1", "token": "{“подпись”}"}, created=CREATED)
    streams = [part.split(b"endstream")[0].strip(b"\r\n") for part in pdf.split(b"stream\n")[1:]]
    assert any("{“подпись”}".encode() in _inflated(stream) for stream in streams)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
