"""Tables as people send them: encodings, separators, true lines, limits, and no formula."""

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boutdufil.lib.tables import (
    Reason,
    Row,
    Table,
    TableError,
    match_columns,
    read_table,
    write_csv,
    write_xlsx,
)

HEADER = ("Référence", "Intitulé", "Postes")
TEXT = "Référence;Intitulé;Postes\nA1;Conseillère;3\nA2;« Été » à Lille;1\n"


def workbook(rows, sheet="Offres"):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write(number, place, cell)
        book.add_worksheet("Autre").write(0, 0, "autre")
        book.get_worksheet_by_name("Autre").write(1, 0, "x")
    return target.getvalue()


def refusal(content, **options):
    with pytest.raises(TableError) as caught:
        read_table(content, **options)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators_are_recognised(encoding, separator):
    table = read_table(TEXT.replace(";", separator).encode(encoding))

    assert table.header == HEADER
    assert table.rows == (
        Row(2, ("A1", "Conseillère", "3")),
        Row(3, ("A2", "« Été » à Lille", "1")),
    )


def test_what_an_old_spreadsheet_saves_is_read_as_windows_1252():
    table = read_table("Nom;Payé\nZoé;1 900 €\nœuvre;–\n".encode("cp1252"))

    assert [row.cells for row in table.rows] == [("Zoé", "1 900 €"), ("œuvre", "–")]


def test_a_separator_inside_quotes_of_the_header_decides_nothing():
    table = read_table(b'"a;b;c;d",x,y\n1,2,3\n')

    assert table.header == ("a;b;c;d", "x", "y")


def test_the_line_that_says_the_separator_is_no_row_but_counts():
    assert read_table(b"sep=,\r\na;b,c\r\n1,2\r\n") == Table(("a;b", "c"), (Row(3, ("1", "2")),))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_the_lines_on_which_they_begin(end):
    text = end.join(["", "a;b", "1;x", "", '2;"deux', "lignes", ' et une"', "3;y", ";"])

    table = read_table(text.encode())

    assert table.rows == (
        Row(3, ("1", "x")),
        Row(5, ("2", "deux\nlignes\n et une")),
        Row(8, ("3", "y")),
    )


def test_short_rows_are_filled_and_long_ones_keep_what_stands_beyond():
    table = read_table(b"a;b;;\n1\n2;3;;\n4;5;6;7\n")

    assert table.header == ("a", "b")
    assert table.rows == (
        Row(2, ("1", "")),
        Row(3, ("2", "3")),
        Row(4, ("4", "5"), extra=("6", "7")),
    )


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", Reason.EMPTY, 0),
        (b" \n;;\n", Reason.EMPTY, 0),
        (b"\n\na;b\n;\n", Reason.HEADER_ONLY, 3),
        (b'a;b\n1;2\n3;"never closed\n4;5', Reason.QUOTES, 3),
        (b'a;b\n1;"x" y\n', Reason.QUOTES, 2),
        (b"a;b\n1;\x81\n", Reason.ENCODING, 0),
        (b"%PDF-1.7 ...", Reason.NOT_A_TABLE, 0),
        (b"PK\x03\x04 broken", Reason.NOT_A_TABLE, 0),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", Reason.NOT_A_TABLE, 0),
        (b"x" * 5_000_001, Reason.TOO_LARGE, 0),
        (b"a\n" + b"x" * 20_001, Reason.LONG_CELL, 2),
        (b"a\n" + b"x" * 200_000, Reason.LONG_CELL, 2),
        (b";".join([b"a"] * 201) + b"\n1", Reason.TOO_MANY_COLUMNS, 1),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name_and_line(content, reason, line):
    error = refusal(content)

    assert (error.reason, error.line) == (reason, line)


def test_too_many_rows_name_the_first_one_too_many():
    error = refusal(b"a\n1\n\n2\n3\n", max_rows=2)

    assert (error.reason, error.line, error.limit) == (Reason.TOO_MANY_ROWS, 5, 2)


def test_a_long_cell_names_its_column():
    assert refusal(b"a;b\n1;" + b"x" * 20_001).column == "b"


def test_a_workbook_reads_as_a_person_would_copy_it():
    when = datetime.combine(date(2026, 11, 22), time(14, 30))
    table = read_table(
        workbook(
            [
                ["Date", "Heure", "Jour et heure", "Postes", "Heures", "Oui", "Texte", "Somme"],
                [date(2026, 11, 22), time(9, 5), when, 12, 35.5, True, " a\r\nb ", 0.1 + 0.2],
                [],
                [None, None, None, 190_000, 1.0, False, "x", -3],
            ]
        )
    )

    assert table.header[0] == "Date"
    assert table.rows == (
        Row(2, ("2026-11-22", "09:05", "2026-11-22 14:30", "12", "35.5", "oui", "a\nb", "0.3")),
        Row(4, ("", "", "", "190000", "1", "non", "x", "-3")),
    )


def test_a_sheet_is_asked_for_by_its_name():
    book = workbook([["a"], ["1"]])

    assert read_table(book, sheet="Autre").rows == (Row(2, ("x",)),)
    assert refusal(book, sheet="Absente").reason == Reason.SHEET


def test_a_workbook_with_a_password_says_so():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

    assert refusal(content, filename="Offres.XLSX").reason == Reason.LOCKED


def test_a_stray_cell_in_the_last_corner_is_refused_before_it_costs_memory():
    far_row = workbook([["a"]] + [[]] * 50_000 + [["b"]])
    far_column = workbook([["a"] + [None] * 300 + ["b"], ["1"]])

    assert refusal(far_row).reason == Reason.TOO_MANY_ROWS
    assert refusal(far_column).reason == Reason.TOO_MANY_COLUMNS


def test_a_workbook_that_swells_is_refused_unopened():
    swollen = io.BytesIO()
    with zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 90_000_000)

    assert refusal(swollen.getvalue()).reason == Reason.TOO_LARGE


def test_another_zip_is_no_table():
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert refusal(other.getvalue()).reason == Reason.NOT_A_TABLE


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1"])
def test_nothing_we_write_runs_as_a_formula(text):
    written = write_csv(["a"], [[text]]).decode("utf-8-sig").splitlines()[1]

    assert written.startswith(("'", "\"'"))
    assert read_table(write_csv(["a"], [[text]])).rows[0].cells == (text,)
    sheet = zipfile.ZipFile(io.BytesIO(write_xlsx([text], [[text]])))
    assert b"<f>" not in sheet.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "oui"),
        (12, "12"),
        (-3, "-3"),
        (Decimal("12.5"), "12,5"),
        (1.5, "1,5"),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime.combine(date(2026, 1, 2), time(3, 4)), "2026-01-02 03:04"),
    ],
)
def test_values_are_written_as_people_write_them(value, shown):
    assert write_csv(["a", "b"], [[value, "x"]]).decode("utf-8-sig") == f"a;b\r\n{shown};x\r\n"


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(
    lambda text: text.strip().lstrip("'")
)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), min_size=1, max_size=20)


# The first draw reads the whole table of Unicode, which a busy machine does slowly.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ROWS)
def test_what_is_written_is_read_again(rows):
    for content in (write_csv(HEADER, rows), write_xlsx(HEADER, rows)):
        table = read_table(content)
        assert table.header == HEADER
        assert [row.cells for row in table.rows] == [tuple(row) for row in rows]


@given(st.binary(max_size=300))
def test_whatever_the_bytes_the_answer_is_a_table_or_a_named_refusal(content):
    try:
        table = read_table(content)
    except TableError:
        return
    assert all(len(row.cells) == len(table.header) for row in table.rows)


def test_columns_are_recognised_whatever_their_spelling():
    header = ["REFERENCE", "Salaire mini (brut)", "intitulé_du-poste", "Intitulé", ""]
    aliases = {
        "reference": ["réf", "référence"],
        "title": ["intitulé du poste", "intitulé"],
        "pay_min": ["salaire mini"],
        "pay_max": ["salaire maxi"],
    }

    assert match_columns(header, aliases) == {"reference": 0, "pay_min": 1, "title": 2}
