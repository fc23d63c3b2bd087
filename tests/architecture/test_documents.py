"""Documents keep their word: links lead somewhere, proofs and commands exist and are told."""

import re

import pytest

from boutdufil.config.cli import COMMANDS
from tests.architecture.source_tree import PACKAGE, ROOT, shown

DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("deploy/**/*.md"),
        *ROOT.glob("benchmarks/**/*.md"),
        *PACKAGE.rglob("*.md"),
    ]
)
FENCED = re.compile(r"```.*?```|`[^`\n]*`", re.S)
LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+\s+(.+?)\s*$", re.M)
ELSEWHERE = ("http://", "https://", "mailto:")
QUOTED = re.compile(r"`([^`]+)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_every_relative_link_leads_somewhere(document):
    text = FENCED.sub("", document.read_text(encoding="utf-8"))
    links = {"".join(found) for found in LINK.findall(text)}

    assert [link for link in sorted(links) if not leads_somewhere(document, link)] == []


def leads_somewhere(document, link):
    """Tell whether a link's file exists, and its heading in that file."""
    if link.startswith(ELSEWHERE):
        return True
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    if not target.exists() or not anchor or target.suffix != ".md":
        return target.exists()
    return anchor in anchors(target.read_text(encoding="utf-8"))


def anchors(text):
    """Return the anchors of a document's headings, as code forges make them."""
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.replace(" ", "-") for heading in plain}


def promises():
    """Yield the rows of the README's table of promises."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("| promise | proof |")[1]
    for line in table.strip().splitlines()[1:]:
        if not line.startswith("|"):
            return
        promise, proof = (cell.strip() for cell in line.strip("|").split("|"))
        yield promise, proof


@pytest.mark.parametrize(("promise", "proof"), list(promises()))
def test_every_promise_has_its_proof(promise, proof):
    paths = [name for name in QUOTED.findall(proof) if "/" in name]

    assert paths, promise
    assert [name for name in paths if not (ROOT / name).exists()] == []


def told():
    """Return what the README and the reference say."""
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs/reference/cli.md"]
    return "\n".join(path.read_text(encoding="utf-8") for path in documents)


def make_targets():
    """Return the targets that `make help` lists."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.findall(r"^([a-z-]+):.*## ", text, re.M)


@pytest.mark.parametrize("target", make_targets())
def test_every_make_target_is_told(target):
    assert re.search(rf"\bmake {target}(?![\w-])", told())


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_is_told(command):
    assert re.search(rf"`{command}[ `\[]|boutdufil {command}(?![\w-])", told())


def test_the_reference_tells_of_no_command_that_is_gone():
    reference = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
    table = reference.split("| command | does |")[1].split("\n\n")[0]

    assert set(re.findall(r"^\| `([a-z-]+)", table, re.M)) == set(COMMANDS)
