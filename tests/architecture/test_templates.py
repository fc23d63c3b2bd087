"""Templates: strict content policy, no dead pages, French typography."""

import re

import pytest

from tests.architecture.source_tree import PACKAGE, python_files, shown

TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\ssrc=)(?![^>]*application/ld)", re.I
)
FOREIGN = re.compile(r"(?:src|href)=[\"'](?:https?:)?//(?!www\.w3\.org)", re.I)
FRENCH = re.compile(r"{%\s*translate\s+(\"[^\"]*\"|'[^']*')")
TAG_CALL = re.compile(r"[\"']([\w/-]+\.html)[\"']")
# f"people/link_{purpose}.html" names every template that begins so.
BEGINNING = re.compile(r"f[\"']([\w/-]+_)\{")
# The pages Django itself looks for by name.
BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html"}


def name_of(path):
    return path.as_posix().split("/templates/", 1)[1]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_inline(path):
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_is_loaded_from_another_host(path):
    text = path.read_text(encoding="utf-8")
    loads = [m for m in FOREIGN.findall(text) if "src" in m.lower()]

    assert loads == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_french_has_its_apostrophes(path):
    texts = FRENCH.findall(path.read_text(encoding="utf-8"))

    assert [t for t in texts if "'" in t[1:-1]] == []


def test_no_template_is_unused():
    sources = [p.read_text(encoding="utf-8") for p in [*TEMPLATES, *python_files()]]
    used = {name for text in sources for name in TAG_CALL.findall(text)} | BY_NAME

    begun = tuple({name for text in sources for name in BEGINNING.findall(text)})

    unused = [
        shown(p)
        for p in TEMPLATES
        if name_of(p) not in used and not name_of(p).startswith(("admin/", *begun))
    ]
    assert unused == []
