"""The whole path with Tab, Enter and Space alone, on a telephone's width."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def walker(start_journey):
    """Open the home page at 360 px; from here on nobody touches a mouse."""
    journey = start_journey(width=360)
    journey.go("/")
    return journey


def press(journey, selector, key="Enter", *, until):
    """Reach an element by Tab, see that the focus shows, press it, and wait for the page."""
    journey.tab_to(selector)
    assert focus_shows(journey), f"no visible focus on {selector}"
    journey.page.keyboard.press(key)
    journey.page.wait_for_url(until)
    journey.check()


def focus_shows(journey):
    """Tell whether the focused element, or the card drawn around it, has an outline or a ring."""
    return journey.page.evaluate(
        """() => {
          const drawn = (element) => {
            const style = getComputedStyle(element);
            return style.outlineStyle !== "none" || style.boxShadow !== "none";
          };
          const focused = document.activeElement;
          return [focused, focused.parentElement, ...(focused.labels || [])].some(drawn);
        }"""
    )


def test_from_home_to_the_two_answers(walker):
    keys = walker.page.keyboard
    walker.tab_to("input[name=q]")
    keys.type("preparatrice de comandes")
    press(walker, "main form button[type=submit]", until="**/mobilite/metiers/?q=*")
    press(walker, "button.hit", until="**/mobilite/metiers/#mes-metiers")
    press(walker, "button[value=continue]", until="**/mobilite/competences/")
    walker.tab_to("input[name=skill]")
    keys.press("Space")
    press(walker, "button[value=continue]", until="**/mobilite/gouts/")
    walker.tab_to("main input[type=checkbox]")
    keys.press("Space")
    press(walker, "main form button[type=submit]", until="**/mobilite/chemins/")

    assert "1 compétence confirmée" in walker.text(".eyebrow")
    press(walker, "a[href*='/mobilite/chemins/']", until="**/mobilite/chemins/*/")
    assert "La somme, ligne à ligne" in walker.text()


def test_the_menu_opens_leads_on_and_closes(walker):
    keys, menu = walker.page.keyboard, walker.page.locator("details.site-menu")
    walker.tab_to("details.site-menu > summary")
    assert focus_shows(walker)
    keys.press("Enter")
    assert menu.get_attribute("open") is not None
    keys.press("Space")
    assert menu.get_attribute("open") is None
    keys.press("Space")

    press(walker, ".site-menu a[href='/mobilite/']", until="**/mobilite/")
    assert walker.page.locator("details.site-menu").get_attribute("open") is None


def test_the_skip_link_comes_first_and_leads_to_the_content(walker):
    keys = walker.page.keyboard
    keys.press("Tab")
    assert walker.page.evaluate("document.activeElement.className") == "skip-link"
    keys.press("Enter")

    assert walker.page.evaluate("document.activeElement.id") == "contenu"
