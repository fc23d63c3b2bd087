"""Templates: strict content policy, no dead pages, French typography."""

import ast
import re

import pytest

from tests.architecture.source_tree import PACKAGE, python_files, shown, tree

TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\ssrc=)(?![^>]*application/ld)", re.I
)
# What a browser fetches by itself: scripts, pictures, frames, style sheets, fonts.
LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|track|input|link|use|image|object)\b[^>]*?"
    r"\s(?:src|srcset|href|data|poster)=[\"']?\s*((?:https?:)?//[^\"'\s>]+)",
    re.I,
)
IMPORTED = re.compile(
    r"(?:@import|url\(|\bimport\b|\bfrom\b|fetch\()\s*\(?[\"']?((?:https?:)?//[^\"')\s]+)"
)
TRANSLATED = re.compile(
    r"{%\s*(?:translate|trans)\s+(\"[^\"]*\"|'[^']*')"
    r"|{%\s*blocktrans(?:late)?\b[^%]*%}(.*?){%\s*endblocktrans(?:late)?\s*%}"
    r"|\b_\(\s*(\"[^\"]*\"|'[^']*')\s*\)",
    re.S,
)
TAG = re.compile(r"<[^>]*>|{{.*?}}|{%.*?%}", re.S)
GETTEXT = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext",
    "pgettext_lazy", "npgettext",
}  # fmt: skip
STATIC = sorted(p for p in PACKAGE.rglob("static/**/*") if p.suffix in {".css", ".js", ".svg"})
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
    assert LOADED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", STATIC, ids=shown)
def test_what_is_loaded_loads_nothing_from_another_host(path):
    text = path.read_text(encoding="utf-8")

    assert IMPORTED.findall(text) + LOADED.findall(text) == []


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="stylesheet" href="https://fonts.example.org/a.css">',
        "<script type='module' src='//cdn.example.org/a.js'></script>",
        '<img alt="" src="http://pictures.example.org/a.png">',
        '<iframe title="x" src=https://example.org/></iframe>',
    ],
)
def test_a_load_from_another_host_is_seen(html):
    assert LOADED.search(html)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_french_has_its_apostrophes(path):
    texts = ["".join(found) for found in TRANSLATED.findall(path.read_text(encoding="utf-8"))]

    assert [text for text in texts if has_straight_apostrophe(text)] == []


def test_french_in_code_has_its_apostrophes():
    wrong = {
        f"{shown(path)}: {text}"
        for path in python_files()
        for text in translated_in(tree(path))
        if "'" in text
    }

    assert wrong == set()


def has_straight_apostrophe(text):
    """Tell whether a translated text, without its quotes, tags and variables, holds one."""
    quoted = text[:1] in {"'", '"'} and text[:1] == text[-1:]
    return "'" in TAG.sub("", text[1:-1] if quoted else text)


def translated_in(module):
    """Yield the texts handed to gettext in a module."""
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and getattr(call.func, "id", None) in GETTEXT:
            for argument in call.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('"l\'offre"', True),
        ("'l’offre'", False),
        ("Pour {{ name|default:'' }}, l’offre", False),
        ("<a class='x'>l'offre</a>", True),
    ],
)
def test_a_straight_apostrophe_is_seen(text, wrong):
    assert has_straight_apostrophe(text) is wrong


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
