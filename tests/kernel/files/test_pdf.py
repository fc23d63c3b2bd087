"""Which PDFs are taken."""

import io
import re
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from boutdufil.kernel.files.content import media_type_of
from boutdufil.kernel.files.enums import MediaType, PdfFault
from boutdufil.kernel.files.pdf import INFLATED_LIMIT, fault_of
from tests.kernel.files.conftest import rewritten, typeset, with_action

SHORT = typeset("= Court")
ACTION = re.compile(rb"\n(\d+) 0 obj\n(<<\n/S /JavaScript.*?>>)\nendobj", re.S)


def packed(content):
    """Return the PDF with its objects in compressed streams, as PDF 1.5 allows."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    plain = io.BytesIO()
    writer.write(plain)
    found = ACTION.search(plain.getvalue())
    data = zlib.compress(found[1] + b" 0 " + found[2])
    stream = (
        b"9999 0 obj\n<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length %d >>\nstream\n"
    )
    hidden = stream % len(data) + data + b"\nendstream\nendobj"
    return plain.getvalue().replace(found[0], b"\n" + hidden)


def test_a_typeset_document_is_taken_whatever_its_words():
    assert fault_of(typeset()) is None


def test_a_document_saved_by_another_program_is_taken():
    assert fault_of(rewritten(lambda writer: None)) is None


@pytest.mark.browser
def test_a_document_printed_by_a_browser_is_taken(open_browser):
    page = open_browser("chromium").new_page()
    page.set_content("<h1>Lettre</h1><p>Je code en HTML/JavaScript. <a href='https://a.fr'>a</a>")

    assert fault_of(page.pdf()) is None


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("/JavaScript", {"JS": "app.alert(1)"}),
        ("/Launch", {"F": "cmd.exe"}),
        ("/SubmitForm", {"F": "https://example.org"}),
        ("/ImportData", {"F": "a.fdf"}),
        ("/GoToE", {}),
        ("/GoToR", {"F": "a.pdf"}),
    ],
)
def test_a_document_that_acts_by_itself_is_not(kind, more):
    assert fault_of(with_action(kind, **more)) is PdfFault.ACTIVE


def test_a_name_written_in_numbers_is_read():
    content = with_action("/JavaScript", JS="app.alert(1)")
    hidden = content.replace(b"/S /JavaScript", b"/S /J#61v#61Script")

    assert hidden != content
    assert fault_of(with_table(hidden)) is PdfFault.ACTIVE


def test_an_action_packed_into_a_compressed_stream_is_read():
    content = packed(with_action("/JavaScript", JS="app.alert(1)"))

    assert b"/JavaScript" not in content
    assert fault_of(with_table(content)) is PdfFault.ACTIVE


def with_table(content):
    """Return the PDF with the place of its table of objects told anew."""
    at = content.rindex(b"\nxref") + 1
    return re.sub(rb"startxref\s+\d+", b"startxref\n%d" % at, content)


def test_an_attachment_is_refused():
    content = rewritten(lambda writer: writer.add_attachment("a.exe", b"MZ"))

    assert fault_of(content) is PdfFault.ACTIVE


def test_a_password_is_refused():
    assert fault_of(rewritten(lambda writer: writer.encrypt("secret"))) is PdfFault.LOCKED


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\nstartxref\n9999\n%%EOF",
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        typeset()[:-200],
    ],
    ids=["header", "beyond", "not a table", "cut"],
)
def test_what_is_not_whole_is_broken(content):
    assert fault_of(content) is PdfFault.BROKEN


def test_an_object_stream_that_swells_is_refused():
    data = zlib.compress(bytes(INFLATED_LIMIT + 1), 9)
    content = b"%PDF-1.7\n1 0 obj\n<</Type/ObjStm/Filter/FlateDecode>>\nstream\n" + data
    at = len(content) + 1
    content += b"\nxref\nstartxref\n%d\n%%%%EOF" % at

    assert fault_of(content) is PdfFault.BROKEN


def ending(body):
    """Return a document that is whole at its end, whatever its body."""
    return body + b"\nxref\nstartxref\n%d\n%%%%EOF" % (len(body) + 1)


@pytest.mark.parametrize(
    "gap", [b"% why\n", b"%" + b"x" * 500 + b"\r", b"\x00\t\n% a\n% b\n"], ids=repr
)
def test_a_comment_hides_no_action(gap):
    content = ending(b"%PDF-1.7\n1 0 obj\n<</S" + gap + b"/JavaScript/JS(x)>>\nendobj")

    assert fault_of(content) is PdfFault.ACTIVE


@pytest.mark.parametrize(
    "body",
    [
        b"/S%" * 1_600_000,
        b"/S% \n" * 900_000,
        b"obj%" * 1_200_000,
        b"/EF   " * 800_000,
        b"/Encrypt%" * 500_000,
        b"#41" * 1_600_000,
        b"obj /ObjStm " * 400_000 + b"stream\n",
        b"obj /ObjStm stream\n" * 250_000,
        b"obj /ObjStm /Filter stream\n" + zlib.compress(bytes(10)) + b"obj /ObjStm " * 400_000,
        (b"obj /ObjStm /Filter stream\n" + zlib.compress(b"x")) * 130_000,
    ],
    ids=lambda body: repr(body[:20]),
)
def test_no_document_costs_more_than_its_size(body):
    begun = time.process_time()

    fault_of(ending(b"%PDF-1.7\n" + body))

    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.4 ", MediaType.PDF),
        (b"<html>%PDF-1.4", None),
        (b"\n%PDF-1.4", None),
        (b"%PDF-9.4", None),
        (b"\x89PNG\r\n\x1a\n....", MediaType.PNG),
        (b"\xff\xd8\xff\xe0", MediaType.JPEG),
        (b"PK\x03\x04", MediaType.ZIP),
        (b"MZ\x90", None),
        (b"", None),
    ],
)
def test_the_content_says_what_it_is(content, media_type):
    assert media_type_of(content) is media_type


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000), st.integers(0, len(SHORT)))
def test_no_content_breaks_the_check(noise, at):
    fault_of(SHORT[:at] + noise + SHORT[at:])
