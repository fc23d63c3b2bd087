"""What the tests of pages rely on: pale words are found, wherever and however often they stand."""

import pytest

from tests.axe import violations
from tests.browsers import open_browser

__all__ = ["open_browser"]
pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="fr"><title>Essai</title><style>
.pale { color: #aaa } .night { background: #000; color: #fff } p:nth-child(2n) { color: %s }
</style><main><h1>Essai</h1>%s</main></html>"""


@pytest.fixture
def found(open_browser):
    """Give a function that shows some elements and returns what is hard to read in them."""
    page = open_browser("chromium").new_page()

    def look(elements, *, even="#000"):
        page.set_content(PAGE % (even, elements))
        return len(violations(page, colours_alone=True))

    yield look
    page.close()


def test_pale_words_are_found_each_time(found):
    for _ in range(2):
        assert found('<section><p class="pale">pâle</p></section>') == 1


def test_what_was_found_well_is_looked_at_again_where_it_stands_otherwise(found):
    assert found("<section><p>clair</p></section>") == 0
    assert found('<section class="night"><p style="color: #111">clair</p></section>') == 1
    assert found('<section><p>clair</p><div><p class="pale">pâle</p></div></section>') == 1


def test_a_line_between_others_is_one_of_its_own(found):
    assert found("<section><p>un</p></section>") == 0
    assert found("<section><p>un</p><p>deux</p></section>", even="#bbb") == 1
