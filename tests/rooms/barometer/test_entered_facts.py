"""Figures entered at the desk: as said, once, by those who may, withdrawn with a reason."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Membership
from boutdufil.rooms.barometer.models import FactSource, QuotedFact
from boutdufil.rooms.barometer.rules.fact_lines import COLUMNS, Known, faults, read_number
from boutdufil.rooms.barometer.services.quoted_facts import load_shipped_facts
from tests.factories.barometer import QuotedFactFactory, SurveyFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
KNOWN = Known({"effectif", "rotation"}, {"press-semaine"})
FACT = {
    "indicator": "effectif",
    "source": "",
    "name": "Étude inventée",
    "kind": "study",
    "publisher": "Bureau inventé",
    "published_on": "2026-03",
    "address": "https://exemple.test/etude",
    "area": "FR",
    "period": "2024",
    "value": "281 500",
    "value_high": "",
    "qualifier": "environ",
    "definition": "Les centres de plus de dix positions",
    "denominator": "",
    "note": "",
}


@pytest.fixture(autouse=True)
def shipped():
    load_shipped_facts()


@pytest.fixture
def survey():
    return SurveyFactory()


@pytest.fixture
def statistician(survey):
    return MembershipFactory(organisation=survey.organisation, role=Role.STATISTICIAN).person


@pytest.fixture
def browser(statistician):
    made = Client()
    made.force_login(statistician)
    return made


def url(name, survey, **kwargs):
    return reverse(f"barometer:{name}", kwargs={"survey": survey.slug, **kwargs})


def entered():
    return QuotedFact.objects.exclude(entered_by=None)


def table(*facts, name="chiffres.csv"):
    """Return a file whose first line names the columns as people write them."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(["titre" if one == "name" else next(iter(COLUMNS[one])) for one in FACT])
    writer.writerows([[fact[one] for one in FACT] for fact in facts])
    return SimpleUploadedFile(name, written.getvalue().encode())


def test_a_figure_entered_stands_on_its_public_page_as_it_was_said(browser, survey, statistician):
    found = browser.post(url("enter_fact", survey), FACT)

    assert found.status_code == 302
    fact = entered().get()
    assert (fact.value, fact.value_high, fact.entered_by) == (Decimal(281_500), None, statistician)
    page = Client().get(reverse("barometer:indicator", args=["effectif"])).content.decode()
    assert "environ 281" in page
    assert "Étude inventée" in page
    assert "Étude inventée" in browser.get(url("entered_facts", survey)).content.decode()
    assert AuditEntry.objects.filter(
        verb="barometer.enter_fact", actor_id=statistician.pk, subject=f"quoted_fact:{fact.pk}"
    ).exists()


def test_a_known_source_is_not_made_twice(browser, survey):
    before = FactSource.objects.count()

    browser.post(url("enter_fact", survey), FACT)
    browser.post(url("enter_fact", survey), FACT | {"period": "2023"})
    browser.post(url("enter_fact", survey), FACT | {"source": "press-24h", "name": ""})

    assert FactSource.objects.count() == before + 1
    assert entered().count() == 3


def test_the_same_figure_is_refused_in_words_and_nothing_typed_is_lost(browser, survey):
    browser.post(url("enter_fact", survey), FACT)
    again = browser.post(url("enter_fact", survey), FACT | {"value": "300000", "note": "Relu"})

    assert again.status_code == 422
    words = again.content.decode()
    assert "Cette source donne déjà environ 281" in words
    assert "300000" in words
    assert "Relu" in words
    assert entered().count() == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("indicator", "inconnu"),
        ("name", ""),
        ("name", "x" * 201),
        ("kind", "rumeur"),
        ("published_on", "mars 2026"),
        ("published_on", "2026-13"),
        ("address", "exemple"),
        ("address", "javascript:alert(1)"),
        ("area", "Lune"),
        ("period", ""),
        ("period", "x" * 21),
        ("value", "beaucoup"),
        ("value", ""),
        ("value", "1,23456"),
        ("value_high", "12"),
        ("value_high", "davantage"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(browser, survey, field, text):
    wrong = [name for name, _text in faults(FACT | {field: text}, KNOWN)]
    found = browser.post(url("enter_fact", survey), FACT | {field: text})

    assert wrong == [field]
    assert found.status_code == 422
    assert found.context["form"].errors[field]
    assert not entered().exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("area", "FR-Île-de-France"),
        ("published_on", ""),
        ("published_on", "2026"),
        ("value_high", "290 000"),
        ("address", ""),
        ("value", "-1,5"),
    ],
)
def test_what_can_be_has_no_fault(field, text):
    assert list(faults(FACT | {field: text}, KNOWN)) == []


@pytest.mark.parametrize("text", ["", "1e5", "١٢", "1.2.3", "nan", "9" * 30])
def test_what_is_no_number_is_none(text):
    if text != "١٢":
        assert read_number(text) is None
    else:
        assert read_number(text) in (None, Decimal(12))


def test_a_table_is_shown_first_then_kept_whole(browser, survey, statistician):
    sent = {"table": table(FACT, FACT | {"period": "2023", "value": "280 000"})}
    shown = browser.post(url("fact_table", survey), sent)

    assert shown.status_code == 200
    assert "rien n’est encore noté" in shown.content.decode()
    assert not entered().exists()
    assert not FactSource.objects.filter(name="Étude inventée").exists()

    kept = browser.post(url("fact_table", survey), {"packed": shown.context["packed"]})

    assert kept.status_code == 302
    assert entered().count() == 2
    noted = AuditEntry.objects.get(verb="barometer.take_facts", actor_id=statistician.pk)
    assert noted.facts == {"lines": 2}


def test_each_bad_line_is_named_and_nothing_is_kept(browser, survey):
    sent = {"table": table(FACT, FACT | {"value": "?", "area": "Lune"}, FACT)}
    found = browser.post(url("fact_table", survey), sent)

    assert found.status_code == 422
    told = [(one.line, one.column) for one in found.context["problems"]]
    assert told == [(3, "lieu"), (3, "valeur"), (4, "période")]
    assert "packed" not in found.context
    assert not entered().exists()


def test_a_table_that_was_changed_or_shown_elsewhere_is_refused(browser, survey, statistician):
    shown = browser.post(url("fact_table", survey), {"table": table(FACT)})
    packed = shown.context["packed"]
    other = SurveyFactory(organisation=survey.organisation)

    for place, text in ((survey, packed[:-2]), (survey, "x"), (other, packed)):
        found = browser.post(url("fact_table", place), {"packed": text})
        assert found.status_code == 422
        assert "choisissez-le de nouveau" in found.content.decode()
    assert not entered().exists()

    browser.post(url("fact_table", survey), {"packed": packed})
    twice = browser.post(url("fact_table", survey), {"packed": packed})
    assert twice.status_code == 422
    assert [one.line for one in twice.context["problems"]] == [2]
    assert entered().count() == 1


@pytest.mark.parametrize("content", [b"", b"nom;effectif\nA;1\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_such_table_says_so(browser, survey, content):
    found = browser.post(
        url("fact_table", survey), {"table": SimpleUploadedFile("chiffres.csv", content)}
    )

    assert found.status_code == 422
    assert found.context["form"].errors["table"]


def test_a_withdrawn_figure_leaves_the_public_page_and_stays_at_the_desk(browser, survey):
    browser.post(url("enter_fact", survey), FACT)
    fact = entered().get()
    empty = browser.post(url("withdraw_fact", survey, fact_id=fact.pk), {"reason": ""})
    assert empty.status_code == 422

    browser.post(url("withdraw_fact", survey, fact_id=fact.pk), {"reason": "Article corrigé"})

    page = Client().get(reverse("barometer:indicator", args=["effectif"])).content.decode()
    assert "Étude inventée" not in page
    desk = browser.get(url("entered_facts", survey)).content.decode()
    assert "Article corrigé" in desk
    assert browser.get(url("withdraw_fact", survey, fact_id=fact.pk)).status_code == 404
    assert AuditEntry.objects.filter(verb="barometer.withdraw_fact").count() == 1
    assert browser.post(url("enter_fact", survey), FACT).status_code == 302


def test_what_was_shipped_or_entered_elsewhere_is_not_theirs_to_withdraw(browser, survey):
    other = MembershipFactory(organisation=OrganisationFactory(), role=Role.STATISTICIAN).person
    elsewhere = QuotedFactFactory(entered_by=other)
    ours = QuotedFact.objects.filter(entered_by=None).first()

    for fact in (elsewhere, ours):
        found = browser.post(url("withdraw_fact", survey, fact_id=fact.pk), {"reason": "Non"})
        assert found.status_code == 404
        fact.refresh_from_db()
        assert fact.withdrawn_at is None
    assert elsewhere.source.name not in browser.get(url("entered_facts", survey)).content.decode()


def test_a_figure_stays_the_leaders_when_who_entered_it_leaves(browser, survey, statistician):
    browser.post(url("enter_fact", survey), FACT)
    heir, theirs = MembershipFactory(organisation=survey.organisation, role=Role.MANAGER), Client()
    Membership.objects.filter(person=statistician).update(ended_at="2026-01-01T00:00Z")
    theirs.force_login(heir.person)

    assert "Étude inventée" in theirs.get(url("entered_facts", survey)).content.decode()


def test_shipping_leaves_alone_what_was_entered(browser, survey):
    shipped = QuotedFact.objects.filter(source__key="press-24h").get()
    QuotedFact.objects.filter(pk=shipped.pk).update(entered_by=PersonFactory(), value=2)

    load_shipped_facts()

    assert QuotedFact.objects.get(pk=shipped.pk).value == 2


@pytest.mark.parametrize(
    ("role", "place", "may"),
    [
        *[(role, "own", role in (Role.MANAGER, Role.STATISTICIAN)) for role in Role],
        (Role.STATISTICIAN, "other", False),
        (Role.MANAGER, "other", False),
        (None, "own", False),
    ],
)
@pytest.mark.parametrize("act", ["entered_facts", "enter_fact", "fact_table", "withdraw_fact"])
def test_only_those_who_run_the_survey_may(survey, statistician, act, role, place, may):
    person, theirs = PersonFactory(), Client()
    if role:
        where = survey.organisation if place == "own" else OrganisationFactory()
        MembershipFactory(person=person, organisation=where, role=role)
    theirs.force_login(person)
    fact = QuotedFactFactory(entered_by=statistician)
    more = {"fact_id": fact.pk} if act == "withdraw_fact" else {}
    address = url(act, survey, **more)
    data = {
        "enter_fact": FACT,
        "fact_table": {"table": table(FACT)},
        "withdraw_fact": {"reason": "Corrigé"},
    }

    assert theirs.get(address).status_code == (200 if may else 404)
    if act in data:
        found = theirs.post(address, data[act])
        assert found.status_code in ((200, 302) if may else (404,))
        signed_out = Client().post(address, data[act])
        assert signed_out.status_code == 302
        assert "connexion" in signed_out["Location"]
    assert entered().count() == (2 if may and act == "enter_fact" else 1)
    fact.refresh_from_db()
    assert (fact.withdrawn_at is not None) is (may and act == "withdraw_fact")
