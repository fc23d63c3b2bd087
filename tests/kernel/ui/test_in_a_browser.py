"""The style guide in a real browser: axe, width, content policy, keyboard, themes."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [360, 1280]


@pytest.fixture
def visit(chromium, live_server):
    """Open a page and give it, with all that its console complained about."""
    contexts = []

    def _visit(path, *, width=1280, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            locale="fr-FR",
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield _visit
    for context in contexts:
        context.close()


def styleguide(visit, **options):
    return visit(reverse("ui:styleguide"), **options)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(visit, width, scheme):
    page = styleguide(visit, width=width, color_scheme=scheme)

    assert violations(page) == []
    assert page.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(visit, width):
    page = styleguide(visit, width=width)
    if width < 960:
        page.locator("summary", has_text="Menu").click()
    beyond = page.evaluate(
        """() => [...document.querySelectorAll("main *, header *, footer *")]
        .filter((element) => element.checkVisibility() && !element.closest("svg, .thread"))
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => `${element.tagName}.${element.className}`)"""
    )

    assert beyond == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", WIDTHS)
def test_what_one_presses_is_large_enough(visit, width):
    page = styleguide(visit, width=width)
    small = page.evaluate(
        """() => [...document.querySelectorAll(
          ".button, .pill, .select, .choice, .site-header a, .pages a, summary, .theme-choice *"
        )].filter((element) => element.checkVisibility())
        .filter((element) => element.getBoundingClientRect().height < 43.5)
        .map((element) => element.className + element.textContent.trim())"""
    )

    assert small == []


@pytest.mark.parametrize("page_name", ["/nulle-part/", "/styleguide/?page=2"])
def test_axe_finds_nothing_on_a_page_with_the_frames_own_line(visit, page_name):
    page = visit(page_name)

    assert violations(page) == []


def test_suggestions_are_chosen_by_keyboard(visit):
    page = styleguide(visit)
    field = page.get_by_role("combobox", name="Votre commune")
    field.press_sequentially("li")
    options = page.locator(".combobox-list").get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")

    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    field.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    field.press("Enter")

    expect(field).to_have_value("Liévin")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert page.url.endswith("/styleguide/")


def test_escape_closes_the_suggestions_then_empties_the_field(visit):
    page = styleguide(visit)
    field = page.get_by_role("combobox", name="Votre commune")
    field.press_sequentially("li")
    expect(page.locator(".combobox-list").get_by_role("option")).to_have_count(2)

    field.press("Escape")
    expect(page.locator(".combobox-list").get_by_role("option")).to_have_count(0)
    expect(field).to_have_value("li")
    field.press("Escape")
    expect(field).to_have_value("")


def test_open_suggestions_pass_axe(visit):
    page = styleguide(visit)
    page.get_by_role("combobox", name="Votre commune").press_sequentially("lo")
    expect(page.locator(".combobox-list").get_by_role("option")).to_have_count(2)

    assert violations(page) == []


def test_a_dialog_takes_the_focus_and_gives_it_back(visit):
    page = styleguide(visit)
    opener = page.locator("summary", has_text="Pourquoi pas ce métier")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Pourquoi Conseil à distance")
    expect(dialog).to_be_visible()
    assert violations(page) == []

    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_summary_of_errors_takes_the_focus(visit):
    page = styleguide(visit)
    page.get_by_role("button", name="Enregistrer").click()
    summary = page.locator(".error-summary").first
    expect(summary).to_be_focused()

    summary.get_by_role("link", name="Adresse électronique").click()
    expect(page.locator("#sample_email")).to_be_focused()


def test_the_first_key_offers_to_skip_to_the_content(visit):
    page = styleguide(visit)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_chosen_theme_is_remembered(visit):
    page = styleguide(visit, color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Sombre").click()
    assert page.evaluate(paper) != light

    page.reload()
    assert page.evaluate(paper) != light
    expect(page.get_by_role("button", name="Sombre")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("width", WIDTHS)
def test_without_javascript_everything_is_there(visit, width):
    page = styleguide(visit, width=width, java_script_enabled=False)
    expect(page.get_by_role("textbox", name="Votre commune")).to_be_visible()
    page.locator("summary", has_text="Pourquoi pas ce métier").click()
    expect(page.get_by_text("Ce métier demande 42 compétences")).to_be_visible()
    if width < 960:
        page.locator("summary", has_text="Menu").click()
    page.get_by_role("button", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_with_reduced_motion_the_line_stands_still(visit):
    page = styleguide(visit)

    assert page.evaluate("document.getAnimations().length") == 0
