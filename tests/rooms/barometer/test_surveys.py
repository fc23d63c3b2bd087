"""The statistician's desk: who runs a survey, what is said of it, its frame by the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.models import DuplicatePair, Survey, Unit
from boutdufil.rooms.barometer.permissions.surveys import can_open_survey, can_run_survey
from boutdufil.rooms.barometer.services.surveys import SurveyDraft, change_survey, create_survey
from tests.architecture.parts.barometer_surveys import LIST, simulated_survey
from tests.factories.barometer import SurveyFactory, UnitFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
MAY = {Role.MANAGER, Role.STATISTICIAN}


def desk_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def statistician():
    leader = OrganisationFactory(invented=True)
    person = PersonFactory()
    MembershipFactory(person=person, organisation=leader, role=Role.STATISTICIAN)
    return person, leader


def test_its_managers_and_statisticians_run_a_survey_and_nobody_else():
    survey = SurveyFactory()
    for role in Role:
        here, elsewhere = PersonFactory(), PersonFactory()
        MembershipFactory(person=here, organisation=survey.organisation, role=role)
        MembershipFactory(person=elsewhere, organisation=OrganisationFactory(), role=role)
        allowed = (
            can_run_survey(here, survey.pk),
            can_open_survey(here, survey.organisation_id),
        )
        assert allowed == ((role in MAY), (role in MAY)), role
        assert not can_run_survey(elsewhere, survey.pk)


def test_to_others_there_is_no_such_survey():
    survey = simulated_survey(OrganisationFactory().pk, "fermee")
    unit = Unit.objects.first()
    stranger = desk_of(PersonFactory())
    own = {"survey": survey.slug}

    for name, where in (
        ("barometer:survey", own),
        ("barometer:edit_survey", own),
        ("barometer:units", own),
        ("barometer:unit", own | {"unit_id": unit.pk}),
        ("barometer:new_list", own),
        ("barometer:duplicates", own),
        ("barometer:new_survey", {"organisation_id": survey.organisation_id}),
    ):
        assert stranger.get(reverse(name, kwargs=where)).status_code == 404, name
    pair = own | {"pair_id": DuplicatePair.objects.get().pk}
    decide = reverse("barometer:decide_duplicate", kwargs=pair)
    assert stranger.post(decide, {"stays": ""}).status_code == 404


def test_a_survey_is_begun_and_its_promise_versioned(statistician):
    person, leader = statistician
    browser = desk_of(person)
    typed = {"name": "Baromètre de l’Est", "commitment": "Rien ne sort d’un centre."}

    made = browser.post(reverse("barometer:new_survey", args=[leader.pk]), typed)

    survey = Survey.objects.get()
    assert made.url == reverse("barometer:survey", args=["barometre-de-lest"])
    assert (survey.invented, survey.commitment_version) == (True, 1)
    change = reverse("barometer:edit_survey", args=[survey.slug])
    browser.post(change, typed | {"slug": survey.slug, "contact": "a@exemple.test"})
    browser.post(change, typed | {"slug": survey.slug, "commitment": "Rien, jamais."})
    survey.refresh_from_db()
    assert survey.commitment_version == 2
    assert survey.name in browser.get(reverse("barometer:workshop")).content.decode()


def test_a_statistician_finds_the_desk_from_their_page(statistician):
    person, leader = statistician
    SurveyFactory(organisation=leader, name="Baromètre de l’Est")

    words = desk_of(person).get(reverse("people:my_page")).content.decode()

    assert "Baromètre de l’Est" in words
    assert (
        "Mes enquêtes"
        not in desk_of(PersonFactory()).get(reverse("people:my_page")).content.decode()
    )


def test_the_desk_says_what_the_frame_holds(statistician):
    person, leader = statistician
    survey = simulated_survey(leader.pk, "base")

    words = desk_of(person).get(reverse("barometer:survey", args=[survey.slug])).content.decode()

    assert "1 doublon possible attend une décision" in words
    assert "dans les 3 centres dont l’effectif est connu" in words


def test_two_surveys_have_two_addresses():
    leader = OrganisationFactory()
    draft = SurveyDraft(name="Un", slug="un", commitment="Oui.")
    create_survey(organisation_id=leader.pk, draft=draft, actor_id=None)
    other = create_survey(
        organisation_id=leader.pk, draft=SurveyDraft(name="Deux", slug="deux"), actor_id=None
    )

    with pytest.raises(BarometerError, match="prise"):
        change_survey(survey_id=other.pk, draft=draft, actor_id=None)


def test_a_list_is_tried_then_taken_by_the_page(statistician):
    person, leader = statistician
    survey = SurveyFactory(organisation=leader)
    browser = desk_of(person)
    where = reverse("barometer:new_list", args=[survey.slug])
    typed = {"kind": "centres", "as_of": "2026-01-01"}

    tried = browser.post(where, typed | {"trial": "on", "table": sent(LIST)})
    refused = browser.post(where, typed | {"table": sent(LIST + "A9;Trop;;;;;-3;;;;\n")})
    taken = browser.post(where, typed | {"table": sent(LIST)})

    assert "4 unités nouvelles" in tried.content.decode()
    words = refused.content.decode()
    assert refused.status_code == 422
    assert "« -3 »" in words
    assert taken.status_code == 302
    assert Unit.objects.count() == 4


def test_a_file_too_large_is_refused_before_it_is_read(statistician):
    person, leader = statistician
    survey = SurveyFactory(organisation=leader)
    large = SimpleUploadedFile("centres.csv", b"x" * 5_000_001)

    answer = desk_of(person).post(
        reverse("barometer:new_list", args=[survey.slug]),
        {"kind": "centres", "as_of": "2026-01-01", "table": large},
    )

    assert answer.status_code == 422
    assert "5 au plus" in answer.content.decode()


def test_the_frame_is_searched_at_the_same_cost(statistician):
    person, leader = statistician
    survey = SurveyFactory(organisation=leader)
    browser = desk_of(person)
    where = reverse("barometer:units", args=[survey.slug])
    UnitFactory(survey=survey, name="Centre de Metz", group=None)
    costs = []

    for _ in range(2):
        browser.get(where)
        with CaptureQueriesContext(connection) as asked:
            browser.get(where, {"q": "centre"})
        costs.append(len(asked))
        for _more in range(30):
            UnitFactory(survey=survey)

    assert costs[0] == costs[1]
    found = browser.get(where, {"q": "de metz", "region": "44", "centre_type": "provider"})
    assert "1 unité" in found.content.decode()


def test_a_pair_is_decided_by_the_page(statistician):
    person, leader = statistician
    survey = simulated_survey(leader.pk, "paires")
    pair = DuplicatePair.objects.get()
    where = reverse("barometer:decide_duplicate", args=[survey.slug, pair.pk])

    desk_of(person).post(where, {"stays": str(pair.second_id)})

    assert Unit.objects.get(pk=pair.first_id).same_as_id == pair.second_id


def sent(text):
    return SimpleUploadedFile("centres.csv", text.encode(), content_type="text/csv")
