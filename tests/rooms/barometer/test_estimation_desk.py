"""Margins and estimation runs at the desk: known totals kept whole, choices refused in words."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.lib.tables import read_table
from boutdufil.rooms.barometer.enums import RunState
from boutdufil.rooms.barometer.models import EstimationRun, Margin, Value
from boutdufil.rooms.barometer.permissions.surveys import STATISTICIANS
from boutdufil.rooms.barometer.rules.findings import finding_text
from boutdufil.rooms.barometer.selectors.estimation_pages import (
    category_name,
    compare_runs,
    run_page,
)
from boutdufil.rooms.barometer.services.estimation import (
    RunDraft,
    run_estimation,
    take_frame_margins,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.barometer.estimates import closed_wave

pytestmark = pytest.mark.django_db
READ = (
    "barometer:margins",
    "barometer:margins_file",
    "barometer:runs",
    "barometer:new_run",
    "barometer:run",
)
RIGHT = """marge;modalité;total
type;interne;60
type;prestataire;60
taille;10-49;50
taille;50-199;70
"""


@pytest.fixture
def wave():
    return closed_wave()


@pytest.fixture
def run(wave):
    take_frame_margins(wave_id=wave.pk, actor_id=None)
    return run_estimation(wave_id=wave.pk, draft=RunDraft(), actor_id=None)


def desk_of(organisation, role=Role.STATISTICIAN):
    person = PersonFactory()
    if organisation is not None:
        MembershipFactory(person=person, organisation=organisation, role=role)
    browser = Client()
    browser.force_login(person)
    return browser


def address(name, wave, **more):
    own = {"survey": wave.survey.slug, "number": wave.number} | more
    return reverse(name, kwargs=own)


def bring(browser, wave, text, source="Une liste de 2026"):
    file = SimpleUploadedFile("marges.csv", text.encode())
    return browser.post(address("barometer:margins", wave), {"table": file, "source": source})


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_totals_of_a_file_take_the_place_of_what_was_there(wave):
    browser = desk_of(wave.survey.organisation)
    browser.post(address("barometer:frame_margins", wave))

    assert bring(browser, wave, RIGHT).status_code == 302

    kept = Margin.objects.filter(wave=wave, column="centre_type")
    assert dict(kept.values_list("category", "total")) == {"in_house": 60, "provider": 60}
    assert set(kept.values_list("source", flat=True)) == {"Une liste de 2026"}
    assert Margin.objects.filter(wave=wave, column="region").exists()
    assert AuditEntry.objects.filter(verb="barometer.keep_margins").count() == 2
    back = browser.get(address("barometer:margins_file", wave)).content
    rows = {row.cells[:3] for row in read_table(back, filename="m.csv").rows}
    assert ("type", "provider", "60") in rows


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (RIGHT.replace("prestataire", "autre"), "« autre » : modalité inconnue"),
        (RIGHT.replace("type;interne;60", "couleur;rouge;60"), "région, type, taille ou effectif"),
        (RIGHT.replace("interne;60", "interne;-3"), "zéro ou plus"),
        (RIGHT.replace("interne;60", "interne;beaucoup"), "zéro ou plus"),
        (RIGHT + "type;interne;60\n", "deux fois"),
        (RIGHT.replace("50-199;70", "50-199;71"), "est 121"),
        ("marge;modalité\ntype;interne\n", "colonne « total »"),
        ("", "vide"),
    ],
)
def test_a_wrong_file_is_named_line_by_line_and_nothing_is_kept(wave, text, told):
    answer = bring(desk_of(wave.survey.organisation), wave, text)

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert not Margin.objects.exists()


def test_totals_that_disagree_with_those_that_stay_are_refused(wave):
    take_frame_margins(wave_id=wave.pk, actor_id=None)
    before = set(Margin.objects.values_list("column", "category", "total"))

    answer = bring(
        desk_of(wave.survey.organisation),
        wave,
        "marge;modalité;total\ntype;interne;10\ntype;prestataire;20\n",
    )

    assert "totaux des mêmes centres" in text_of(answer)
    assert set(Margin.objects.values_list("column", "category", "total")) == before


def test_a_run_is_made_and_read(wave):
    browser = desk_of(wave.survey.organisation)
    assert "Donnez d’abord les totaux" in text_of(browser.get(address("barometer:new_run", wave)))
    browser.post(address("barometer:frame_margins", wave))

    made = browser.post(
        address("barometer:new_run", wave),
        {"by": ["centre_type"], "margins": ["centre_type", "size"], "method": "raking"},
    )

    run = EstimationRun.objects.get()
    assert made.url == address("barometer:run", wave, run=run.number)
    page = text_of(browser.get(made.url))
    assert "non publiée, non protégée" in page
    for row in run_page(wave.pk, run.number).met:
        assert row.reached == pytest.approx(row.wanted, rel=1e-9)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"margins": []}, "margins"),
        ({"method": "logit"}, "low"),
        ({"low": "0.5", "high": "2"}, "low"),
        ({"method": "logit", "low": "2", "high": "0.5"}, "high"),
        ({"lowest": "1"}, "highest"),
        ({"margins": ["activity"]}, "margins"),
    ],
)
def test_choices_that_cannot_be_are_refused_beside_their_field(wave, typed, field):
    take_frame_margins(wave_id=wave.pk, actor_id=None)
    said = {"by": ["size"], "margins": ["size"], "method": "raking"} | typed

    answer = desk_of(wave.survey.organisation).post(address("barometer:new_run", wave), said)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not EstimationRun.objects.exists()


def test_a_refused_run_says_why_in_the_reader_s_language(wave):
    browser = desk_of(wave.survey.organisation)
    bring(browser, wave, "marge;modalité;total\ntaille;10-49;50\ntaille;50-199;65\ntaille;500+;5\n")

    made = browser.post(
        address("barometer:new_run", wave), {"margins": ["size"], "method": "raking"}
    )

    assert EstimationRun.objects.get().state == RunState.REFUSED
    assert "taille = 500+. Aucun centre qui a répondu" in text_of(browser.get(made.url))
    assert finding_text("kept in earlier days", category_name) == "kept in earlier days"
    empty = {"problem": "EMPTY", "margin": "region", "category": "53", "facts": {}}
    assert finding_text(empty, category_name) == "région = Bretagne. Personne n’a répondu."


def test_the_names_a_page_shows_are_read_like_codes(wave):
    rows = "région;Bretagne;3\nregion;inconnu;1\ntype;Centre interne;2\ntype;prestataire;2\n"
    text = "marge;modalité;total\n" + rows
    assert bring(desk_of(wave.survey.organisation), wave, text).status_code == 302
    kept = set(Margin.objects.values_list("column", "category"))
    assert kept == {
        ("region", "53"),
        ("region", "?"),
        ("centre_type", "in_house"),
        ("centre_type", "provider"),
    }


def test_two_runs_stand_side_by_side(wave, run):
    other = run_estimation(
        wave_id=wave.pk, draft=RunDraft(margins=("centre_type",), method="linear"), actor_id=None
    )
    found = compare_runs(wave.pk, run.number, other.number)

    assert {name for name, *_ in found.settings} == {"Méthode", "Marges"}
    assert 0 < found.alike < 1
    heads = found.figures[0]
    assert heads.apart == pytest.approx(heads.second.value - heads.first.value)
    page = desk_of(wave.survey.organisation).get(
        address("barometer:run", wave, run=run.number), {"avec": other.number}
    )
    assert "Corrélation des poids" in text_of(page)


def test_figures_of_a_run_are_silent_once_answers_changed(wave, run):
    assert run_page(wave.pk, run.number).figures
    changed = Value.objects.filter(code="heads_end").first()
    changed.value += 40
    changed.save()

    page = run_page(wave.pk, run.number)
    assert (page.has_same_answers, page.figures, page.met) == (False, (), ())


@pytest.mark.parametrize("role", Role)
def test_only_who_runs_the_survey_reads_and_acts(wave, run, role):
    browser = desk_of(wave.survey.organisation, role)
    may = role in STATISTICIANS
    for name in READ:
        more = {"run": run.number} if name == "barometer:run" else {}
        assert browser.get(address(name, wave, **more)).status_code == (200 if may else 404)
    acts = [
        browser.post(address("barometer:frame_margins", wave)),
        bring(browser, wave, RIGHT),
        browser.post(address("barometer:new_run", wave), {"margins": ["size"], "method": "raking"}),
    ]
    assert [one.status_code for one in acts] == [302 if may else 404] * 3


def test_others_do_not_learn_that_it_is_there(wave, run):
    strangers = [desk_of(None), desk_of(OrganisationFactory())]
    for browser in strangers:
        assert browser.get(address("barometer:runs", wave)).status_code == 404
        assert browser.post(address("barometer:frame_margins", wave)).status_code == 404
    assert Client().get(address("barometer:runs", wave)).status_code == 302


def test_joined_groups_are_told_in_words(wave, run):
    run.diagnostics["merges"] = [["provider|0-9", "in_house|?", 2]]
    run.save()

    told = run_page(wave.pk, run.number).merges
    assert told == (("prestataire, 0-9", "centre interne, inconnu", 2),)
