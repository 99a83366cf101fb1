"""A rejected workbook given back: the person's cells stay, the faulty ones are colored and commented, it can be mended."""

from score_forms import ENGLISH, PLAIN_ROW, filled, opened, saved
from vpr.results.checking import check_file
from vpr.results.kind import ScoreKind

ROWS = [[80001, 1, 9, *PLAIN_ROW[3:]], [80002, "отсутствовал", 5], [80003, *PLAIN_ROW[1:-1], 7]]


def marked(content: bytes):
    return opened(ScoreKind().marked(content, "форма.xlsx", check_file(ENGLISH, content).faults))


def test_faulty_cells_are_colored_and_say_what_to_do():
    sheet = marked(filled(ENGLISH, ROWS))["Протокол"]
    assert sheet["C2"].comment.text == "9 вне границ; допустимо от 0 до 5 или X."
    assert sheet["C2"].fill.fgColor.rgb == "FFFAD4D0"
    assert "отсутствовавший" in sheet["C3"].comment.text
    assert sheet["D2"].comment is None


def test_everything_that_was_typed_is_still_there():
    before, after = opened(filled(ENGLISH, ROWS)), marked(filled(ENGLISH, ROWS))
    for sheet in ("Протокол", "Служебный", "_meta"):
        for row in before[sheet].iter_rows():
            for cell in row:
                if not str(cell.value).startswith("="):
                    assert after[sheet][cell.coordinate].value == cell.value


def test_the_first_sheet_lists_the_faults_with_links():
    book = marked(filled(ENGLISH, ROWS))
    assert book.sheetnames[0] == "Ошибки"
    assert [row[0].value for row in book["Ошибки"].iter_rows(min_row=2)] == [
        "Протокол!C2",
        "Протокол!C3",
        "Протокол!K4",
    ]
    assert book["Ошибки"]["A2"].hyperlink.location == "'Протокол'!C2"


def test_the_marked_workbook_is_accepted_once_it_is_mended():
    book = marked(filled(ENGLISH, ROWS))
    book["Протокол"]["C2"], book["Протокол"]["C3"], book["Протокол"]["K4"] = 4, None, 5
    result = check_file(ENGLISH, saved(book))
    assert [fault.code for fault in result.faults if fault.code != "R-14a"] == []
    assert len(result.rows) == 3


def test_a_fault_of_the_whole_file_is_listed():
    content = filled(ENGLISH, [])
    assert marked(content)["Ошибки"]["A2"].value == "весь файл"


def test_text_that_looks_like_a_formula_stays_text():
    book = opened(filled(ENGLISH, ROWS))
    cell = book["Протокол"]["D2"]
    cell.value, cell.data_type = '=HYPERLINK("http://example.org")', "s"
    assert marked(saved(book))["Протокол"]["D2"].data_type == "s"
