"""Keep the English catalogue whole: extract, merge, compile; ``--check`` changes nothing.

The source language is French: a message id is the French text. Needs Babel (development
dependencies), not GNU gettext.
"""

import argparse
import ast
import datetime
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "boutdufil"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
MANY = {"ngettext", "ngettext_lazy"}
CALL = re.compile(r"\b(_|gettext|ngettext)\(\s*")
NEVER = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
Message = str | tuple[str, str]


def python_messages(path: Path) -> Iterator[Message]:
    """Yield the messages of the translation calls in a Python file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            texts = [a.value for a in node.args if is_text(a)]
            if name in ONE and texts:
                yield texts[0]
            elif name in MANY and len(texts) >= 2:
                yield texts[0], texts[1]


def is_text(node: ast.expr) -> bool:
    """Tell whether an argument is a text written out."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def template_messages(path: Path) -> Iterator[Message]:
    """Yield the messages of a template, through Django's own reading of its tags."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in CALL.finditer(source):
        call = first_call(source[match.start() :])
        if call is None:
            continue
        texts = [a.value for a in call.args if is_text(a)]
        if match.group(1) == "ngettext" and len(texts) >= 2:
            yield texts[0], texts[1]
        elif texts:
            yield texts[0]


def first_call(source: str) -> ast.Call | None:
    """Return the call that ``source`` begins with, or None when it is no call."""
    end = -1
    while (end := source.find(")", end + 1)) != -1:
        try:
            return ast.parse(source[: end + 1], mode="eval").body  # type: ignore[return-value]
        except SyntaxError:
            continue
    return None


def extract() -> dict[str, tuple[Message, list[str]]]:
    """Return every message of the package with the files that use it."""
    found: dict[str, tuple[Message, list[str]]] = {}
    readers = {"*.py": python_messages, "*.html": template_messages, "*.txt": template_messages}
    for pattern, read in readers.items():
        for path in sorted(PACKAGE.rglob(pattern)):
            if "migrations" in path.parts or "static" in path.parts or "data" in path.parts:
                continue
            for message in read(path):
                key = message if isinstance(message, str) else message[0]
                _, places = found.setdefault(key, (message, []))
                places.append(path.relative_to(ROOT).as_posix())
    return found


def merged(found: dict[str, tuple[Message, list[str]]], known: Catalog) -> Catalog:
    """Return the catalogue of what is used, with the translations already known."""
    catalogue = Catalog(locale="en", project="Bout du fil", fuzzy=False, charset="utf-8")
    for key in sorted(found):
        message, places = found[key]
        old = known.get(key)
        wanted = str if isinstance(message, str) else tuple
        string = old.string if old and isinstance(old.string, wanted) else None
        catalogue.add(message, string, locations=[(p, None) for p in sorted(set(places))])
    return catalogue


def as_bytes(catalogue: Catalog) -> tuple[bytes, bytes]:
    """Return the catalogue as the contents of its .po and .mo files."""
    text, machine = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=100, omit_header=True, include_lineno=False)
    header = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n"Language: en\\n"\n\n'
    compiled = read_po(io.BytesIO(header + text.getvalue()), locale="en")
    compiled.creation_date = NEVER  # the same texts give the same bytes
    write_mo(machine, compiled)
    return header + text.getvalue(), machine.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """Return the messages without an English text."""
    return [str(m.id) for m in catalogue if m.id and not (m.string and all([*m.string]))]


def main() -> int:
    """Update the catalogue, or with ``--check`` say whether it is whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when not whole")
    check = parser.parse_args().check
    settings.configure()
    known = (
        read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en")
        if CATALOGUE.exists()
        else Catalog()
    )
    catalogue = merged(extract(), known)
    text, machine = as_bytes(catalogue)
    compiled = CATALOGUE.with_suffix(".mo")
    stale = not CATALOGUE.exists() or CATALOGUE.read_bytes() != text
    stale = stale or not compiled.exists() or compiled.read_bytes() != machine
    if not check:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_bytes(text)
        compiled.write_bytes(machine)
    for message in missing(catalogue):
        print(f"no English text: {message}")
    if check and stale:
        print("the catalogue is stale: run python tools/translations.py")
    return 1 if missing(catalogue) or (check and stale) else 0


if __name__ == "__main__":
    sys.exit(main())
