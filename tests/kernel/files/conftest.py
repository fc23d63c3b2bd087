"""Real PDFs: made by typst, then changed by pypdf into what nobody should be sent."""

import io

import pytest
import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.browsers import open_browser

__all__ = ["open_browser"]

CV = """
#set document(title: "CV de Karim Lesage (inventé)")
= Karim Lesage
HTML/JavaScript, /Launch et (parenthèses) \\ #link("https://exemple.fr")[mon site]
#pagebreak()
== Expérience
#for n in range(40) [Agent administratif, année #n. \\ ]
"""


def typeset(text=CV):
    """Return a PDF as an office program writes it: object streams, links, a table of contents."""
    return typst.compile(text.encode())


def rewritten(change, content=None):
    """Return the PDF as a writer changed it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content or typeset())))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_action(kind, **more):
    """Return a PDF that does something when it is opened."""

    def change(writer):
        action = DictionaryObject({NameObject("/S"): NameObject(kind)})
        for key, value in more.items():
            action[NameObject(f"/{key}")] = TextStringObject(value)
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return rewritten(change)


@pytest.fixture
def media_root(settings, tmp_path):
    """Keep the files of a test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT
