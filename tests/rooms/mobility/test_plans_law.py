"""Law is data with a source and a date: what the pages cite is what the table holds."""

import re

from boutdufil.rooms.mobility.selectors.plan_law import plan_law
from tests.architecture.source_tree import PACKAGE

CITED = re.compile(r"\b([LDR]\.\d{4}(?:-\d+)+)")
SOURCES = [
    *(PACKAGE / "rooms/mobility/templates/mobility/plans").glob("*.html"),
    *(PACKAGE / "rooms/mobility/services").glob("plan*.py"),
    *(PACKAGE / "rooms/mobility/selectors").glob("plan*.py"),
]


def test_every_article_has_its_day_and_its_source():
    for article in plan_law().articles:
        assert article.url.startswith("https://www.legifrance.gouv.fr/")
        assert article.in_force <= plan_law().read_on
        assert article.asks.endswith(".")


def test_pages_and_papers_cite_no_article_that_is_not_in_the_table():
    cited = {name for path in SOURCES for name in CITED.findall(path.read_text(encoding="utf-8"))}

    assert cited <= {article.number for article in plan_law().articles}
    assert "D.1233-2-1" in cited
