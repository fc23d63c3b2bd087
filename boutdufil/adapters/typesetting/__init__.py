"""Tagged PDF files that a screen reader can read, made by Typst from a template and plain data."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

# PDF/UA-1: tagged, titled, in a named language.
STANDARD: Final = "ua-1"


class TypesettingError(Exception):
    """A template that does not compile: a fault of ours, never of the data."""


def typeset(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return a PDF/UA-1 file; the same data at the same moment give the same bytes.

    The template reads `data` as JSON: `#let data = json(bytes(sys.inputs.data))`. Only the fonts
    inside Typst are used, and no file beside the template is read.

    :raises TypesettingError: the template does not compile.
    """
    try:
        made = typst.Compiler(
            root=template.parent, ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)}
        ).compile(
            input=template, format="pdf", pdf_standards=STANDARD, timestamp=int(at.timestamp())
        )
    except typst.TypstError as error:
        raise TypesettingError(f"{error.message} {' '.join(error.hints)}") from error
    if not isinstance(made, bytes):
        raise TypesettingError("a document of several files was made")
    return made
