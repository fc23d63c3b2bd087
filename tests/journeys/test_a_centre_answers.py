"""A firm answers: one centre on a telephone, stopped and taken up elsewhere; twelve in a file."""

import csv
import io
import random

import pytest
from playwright.sync_api import expect

from boutdufil.rooms.barometer.models import Response
from boutdufil.rooms.barometer.rules.expressions import Known, evaluate
from boutdufil.rooms.barometer.selectors.responses import values_of
from boutdufil.rooms.barometer.services.responses import open_centres
from tests.factories.barometer import (
    EnterpriseGroupFactory,
    RespondentContactFactory,
    UnitFactory,
)
from tests.rooms.barometer.respondents import drawn, peers, wave

pytestmark = pytest.mark.browser

EVALUATE = """async ([expressions, known]) => {
  const { evaluate } = await import("/static/barometer/answer/expressions.js");
  const held = { ...known, hidden: new Set(known.hidden) };
  return expressions.map((one) => evaluate(one, held));
}"""
OPERATIONS = ("and", "or", "+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=")


@pytest.fixture
def firm(transactional_db):
    """The link of somebody with thirteen centres, in a stratum where four groups answered."""
    of = wave()
    stratum = peers(of, (60, 60, 60, 60))
    group = EnterpriseGroupFactory(survey=of.survey)
    units = [
        UnitFactory(survey=of.survey, group=group, source_key=f"S{n:02}", name=f"Site {n:02}")
        for n in range(13)
    ]
    for number, unit in enumerate(units):
        drawn(of, unit=unit, **({} if number else {"stratum": stratum}))
    contact = RespondentContactFactory()
    contact.units.set(units)
    return open_centres(contact_id=contact.pk, wave_id=of.pk)


def an_expression(luck, depth=0):
    """An expression of any kind, unknown and absurd ones included."""
    if depth > 3 or luck.random() < 0.3:
        looks = [["value", "a"], ["value", "b"], ["before", "a"], ["known", "b"]]
        looks += [["sum", "a", "b", "c"], ["has", "l", "x"], ["value", "l"]]
        return luck.choice([*looks, 0, 2, 0.5, -3, "x", True, False, None])
    name = luck.choice([*OPERATIONS, "not", "abs"])
    parts = 1 if name in {"not", "abs"} else 2
    return [name, *(an_expression(luck, depth + 1) for _part in range(parts))]


def the_browser_computes_as_the_server_does(page):
    """Hold the two evaluators together, on many expressions and several states of knowledge."""
    luck = random.Random(38)
    expressions = [an_expression(luck) for _one in range(400)]
    for values in ({"a": 3, "b": None, "c": 0.5}, {"a": 2, "b": 2, "l": ["x"]}, {}):
        known = {"values": values, "before": {"a": 7}, "hidden": ["c"]}
        theirs = page.evaluate(EVALUATE, [expressions, known])
        ours = [evaluate(one, Known(values, {"a": 7}, {"c"})) for one in expressions]
        assert [
            one for one in zip(expressions, ours, theirs, strict=True) if one[1] != one[2]
        ] == []


def twelve_sites(template):
    """The template with the twelve others filled in."""
    rows = list(csv.reader(io.StringIO(template), delimiter=";"))
    filled = {
        "Type de centre": "Ceux d’autres entreprises",
        "Personnes au début": "40",
        "Embauches": "4",
        "Arrivées par ouverture": "0",
        "Départs": "4",
        "Parties par fermeture": "0",
        "Personnes à la fin": "40",
    }
    for row in rows[2:]:
        for column, text in filled.items():
            row[rows[0].index(column)] = text
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


def on_the_telephone(journey, firm):
    """Answer a part of one centre on a telephone; return the link of that centre."""
    page = journey.page
    journey.go(f"/barometre/repondre/centres/{firm}/")
    journey.press("Site 00", "link")
    journey.press("Commencer", "link")
    page.get_by_label("Ceux d’autres entreprises").check()
    expect(page.locator("[data-state]")).to_contain_text("Enregistré à")
    the_browser_computes_as_the_server_does(page)
    journey.press("Garder et continuer")
    expect(page.locator("[data-question=heads_permanent]")).to_be_hidden()
    page.get_by_label("En personnes", exact=True).check()
    expect(page.locator("[data-question=heads_permanent]")).to_be_visible()
    page.get_by_label("Personnes au dernier jour de la période (personnes)").fill("60")
    fte = page.locator("input.pill").and_(page.get_by_label("En équivalents temps plein"))
    fte.fill("61")
    expect(page.get_by_text("il ne peut pas y en avoir plus")).to_be_visible()
    fte.fill("55,5")
    expect(page.get_by_text("il ne peut pas y en avoir plus")).to_have_count(0)
    journey.press("Garder et m’arrêter là")
    return page.url


def elsewhere(journey, link):
    """Take the same link up on a larger screen, and finish."""
    page = journey.page
    journey.go(link)
    journey.press("Reprendre où j’en étais", "link")
    fte = page.locator("input.pill").and_(page.get_by_label("En équivalents temps plein"))
    expect(fte).to_have_value("55,5")
    journey.go(f"{link}partie/moves/")
    for label, number in (("premier jour", 60), ("Embauches", 12), ("ouverture", 0)):
        page.locator("input.pill").and_(page.get_by_label(label)).first.fill(str(number))
    page.get_by_label("Départs (personnes)").fill("10")
    page.get_by_label("fermeture").first.fill("2")
    expect(page.get_by_text("dont démissions")).to_be_visible()
    journey.press("Garder et continuer")
    journey.press("Relire tout", "link")
    journey.press("Envoyer ma réponse")
    assert "16,7 %" in journey.text()
    assert "médiane des centres comparables" in journey.text()


def test_a_firm_answers_for_thirteen_centres(start_journey, firm):
    link = on_the_telephone(start_journey(width=390), firm)
    journey = start_journey()
    elsewhere(journey, link)

    page = journey.page
    journey.go(f"/barometre/repondre/centres/{firm}/")
    journey.press("Déposer un fichier", "link")
    address = f"{journey.site}/barometre/repondre/centres/{firm}/modele.csv"
    template = page.request.get(address).body().decode("utf-8-sig")
    large = {"name": "x.csv", "mimeType": "text/csv", "buffer": b"x" * 5_000_001}
    page.get_by_label("Fichier CSV ou XLSX").set_input_files(large)
    page.get_by_role("button", name="Lire ce fichier").click()
    expect(page.locator("[data-refusal]")).to_contain_text("Il n’a pas été envoyé")
    file = {"name": "sites.csv", "mimeType": "text/csv", "buffer": twelve_sites(template)}
    page.get_by_label("Fichier CSV ou XLSX").set_input_files(file)
    journey.press("Lire ce fichier")
    journey.press("Garder ces réponses")
    journey.press("Envoyer les 12 centres complets")

    sent = Response.objects.filter(drawn__unit__source_key__startswith="S", state="sent")
    assert sent.count() == 13
    last = sent.get(drawn__unit__source_key="S12")
    assert values_of(last.pk)["heads_end"] == 40
