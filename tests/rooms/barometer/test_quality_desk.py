"""The second look at a wave, as its statisticians use it, and nobody else."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.barometer.enums import AnswerOrigin, ReleaseState, Standing, WaveState
from boutdufil.rooms.barometer.models import Response, Unit, Value, ValueEdit, Wave
from boutdufil.rooms.barometer.rules.trail import CORRECTED
from boutdufil.rooms.barometer.selectors.outliers import outlier_rows
from boutdufil.rooms.barometer.selectors.quality import quality_report
from tests.architecture.parts.barometer_quality import inhabit_quality
from tests.factories.barometer import (
    QuestionnaireFactory,
    ReleaseFactory,
    SurveyFactory,
    UnitFactory,
    WaveFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.barometer.estimates import CENTRES, closed_wave
from tests.rooms.barometer.respondents import WHOLE, answered, drawn
from tests.rooms.barometer.respondents import wave as asked_wave

pytestmark = pytest.mark.django_db
REASON = {"reason": "Appelé : une équipe est partie", "seen": "58"}
POSTED = ("impute", "undo_imputation", "confirm_outlier")
SHOWN = ("outliers", "imputation", "quality_report", "quality_data")


@pytest.fixture
def leader():
    return OrganisationFactory(invented=True)


@pytest.fixture
def world(leader):
    return {name.partition(":")[2]: of for name, of in inhabit_quality(leader).items()}


def signed_in(leader, role=Role.STATISTICIAN):
    person = PersonFactory()
    if role:
        MembershipFactory(person=person, organisation=leader, role=role)
    client = Client()
    client.force_login(person)
    return client


def address(world, name, **more):
    return reverse(f"barometer:{name}", kwargs=world[name] | more)


def the_wave(world):
    return Wave.objects.get(survey__slug=world["outliers"]["survey"])


def test_a_value_worth_a_look_leaves_the_list_once_confirmed(leader, world):
    client = signed_in(leader)
    page = client.get(address(world, "outliers"))
    assert "on attend de" in page.content.decode()
    exits = [one for one in outlier_rows(the_wave(world).pk) if one.code == "exits"]
    assert exits

    answer = client.post(address(world, "confirm_outlier"), REASON, follow=True)

    assert "cette valeur reste" in answer.content.decode()
    assert not [one for one in outlier_rows(the_wave(world).pk) if one.code == "exits"]
    edit = ValueEdit.objects.get(code="exits")
    assert (edit.before, edit.after) == (58, 58)
    assert client.post(address(world, "confirm_outlier"), REASON).status_code == 404


def test_a_confirmed_value_that_changes_is_shown_again(leader, world):
    signed_in(leader).post(address(world, "confirm_outlier"), REASON)
    Value.objects.filter(
        response__drawn_id=world["confirm_outlier"]["drawn_id"], code="exits"
    ).update(value=57)

    assert [one for one in outlier_rows(the_wave(world).pk) if one.code == "exits"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reason": "", "seen": "58"}, "attend quelques mots"),
        ({"reason": "Vu avec le centre", "seen": "57"}, "changé entre-temps"),
    ],
)
def test_a_refused_confirmation_keeps_what_was_typed(leader, world, typed, told):
    answer = signed_in(leader).post(address(world, "confirm_outlier"), typed)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert typed["reason"] in answer.content.decode()
    assert not ValueEdit.objects.filter(code="exits").exists()


def test_the_preview_changes_with_the_method_and_the_act_does_what_it_shows(leader, world):
    client = signed_in(leader)
    shown = client.get(address(world, "imputation"))
    assert "Imputer" in shown.content.decode()
    left = client.get(address(world, "imputation"), {"women": "leave"})
    assert {row.code: row.method for row, _field in left.context["rows"]}["women"] == "leave"

    answer = client.post(address(world, "impute"), {"women": "donor"}, follow=True)

    assert "1 valeur imputée" in answer.content.decode()
    assert Value.objects.get(code="women", origin=AnswerOrigin.IMPUTED)
    assert "Enlever" in answer.content.decode()
    client.post(address(world, "undo_imputation"))
    assert not Value.objects.filter(origin=AnswerOrigin.IMPUTED).exists()


def test_an_odd_method_imputes_nothing(leader, world):
    before = Value.objects.count()
    signed_in(leader).post(address(world, "impute"), {"women": "magic", "heads_end": "ratio"})

    assert Value.objects.count() == before


def test_while_answers_come_in_nothing_can_be_imputed(leader, world):
    Wave.objects.filter(pk=the_wave(world).pk).update(state=WaveState.OPEN)
    client = signed_in(leader)

    assert "une fois la collecte close" in client.get(address(world, "imputation")).content.decode()
    answer = client.post(address(world, "impute"), {"women": "ratio"}, follow=True)
    assert "Fermez" in answer.content.decode()


def test_pages_of_a_wave_that_asks_nothing_say_so(leader, world):
    Wave.objects.filter(pk=the_wave(world).pk).update(questionnaire=None)
    client = signed_in(leader)

    assert "Rien ne manque" in client.get(address(world, "imputation")).content.decode()
    assert "Rien à regarder" in client.get(address(world, "outliers")).content.decode()
    assert client.post(address(world, "impute"), {"women": "ratio"}).status_code == 404


@pytest.mark.parametrize("name", [*SHOWN, *POSTED])
@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.STATISTICIAN, True), (Role.MANAGER, True), (Role.RECRUITER, False), (None, False)],
)
def test_only_who_runs_the_survey_may(leader, world, name, role, may):
    client = signed_in(leader, role)
    send = client.get if name in SHOWN else client.post
    expected = (200 if name in SHOWN else 302) if may else 404

    assert send(address(world, name), REASON if name in POSTED else None).status_code == expected


@pytest.mark.parametrize("name", [*SHOWN, *POSTED])
def test_others_statisticians_and_the_signed_out_find_nothing(leader, world, name):
    elsewhere = signed_in(OrganisationFactory())
    send = "get" if name in SHOWN else "post"

    assert getattr(elsewhere, send)(address(world, name)).status_code == 404
    assert getattr(Client(), send)(address(world, name)).status_code in {302, 404}


@pytest.mark.parametrize("name", SHOWN)
def test_a_wave_that_is_not_there_is_not_found(leader, world, name):
    assert signed_in(leader).get(address(world, name, number=99)).status_code == 404


def test_a_value_of_another_wave_is_not_confirmed_here(leader, world):
    wave = the_wave(world)
    other = Wave.objects.get(pk=wave.pk)
    other.pk, other.number, other._state.adding = None, 2, True
    other.state = WaveState.OPEN
    other.save()
    stranger = answered(drawn(other), WHOLE)
    at = address(world, "confirm_outlier", drawn_id=stranger.drawn_id)

    assert signed_in(leader).post(at, REASON).status_code == 404


def test_the_report_counts_who_answered_and_what_is_missing(leader, world):
    wave = the_wave(world)
    silent = drawn(wave, headcount_then=240)
    drawn(wave, standing=Standing.OUT_OF_SCOPE, headcount_then=900)
    report = quality_report(wave.pk)

    people = [(one.weight, one.headcount) for one in sample(wave) if one.pk != silent.pk]
    reached = sum(weight * heads for weight, heads in people)
    assert (report.response.drawn, report.response.in_scope, report.response.answered) == (9, 8, 7)
    assert report.response.of_units == pytest.approx(7 / 8)
    assert report.response.of_people == pytest.approx(reached / (reached + 2.5 * 240))
    assert sum(row.drawn for _name, row in report.strata) == 9
    items = {row.code: row for _name, row in report.items}
    vacancies, women = items["vacancies"], items["women"]
    assert (vacancies.asked, vacancies.answered, vacancies.blank, vacancies.imputed) == (7, 6, 1, 1)
    assert 0 < vacancies.imputed_share < 1
    assert (women.blank, women.imputed, women.imputed_share) == (1, 0, 0)
    assert report.changes.imputed == 1
    assert report.coverage.out_of_scope == 1
    assert (report.before, report.breaks) == ("", None)


def test_the_report_counts_minutes_edits_and_unknown_answers(leader, world):
    wave = the_wave(world)
    Value.objects.filter(response__drawn__wave=wave, code="women").update(value=None)
    first, second, *_rest = Response.objects.filter(drawn__wave=wave).order_by("pk")
    for one, minutes in ((first, 10), (second, 31)):
        one.minutes = minutes
        one.save()
    signed_in(leader).post(address(world, "confirm_outlier"), REASON)
    for reason in (CORRECTED, "Vu", "Vu encore"):
        ValueEdit.objects.create(response=first, code="hires", origin="edited", reason=reason)
    report = quality_report(wave.pk)

    assert (report.minutes, report.minutes_told) == (20.5, 2)
    told = report.changes
    assert (told.confirmed, told.by_respondents, told.by_statisticians) == (1, 1, 2)
    assert {row.code: row.unknown for _name, row in report.items}["women"] == 6


def test_a_question_that_changed_breaks_the_series(leader, world):
    wave = the_wave(world)
    content = json.loads(json.dumps(wave.questionnaire.content))
    people = content["groups"][1]["questions"]
    people[0]["version"] = 2
    gone = people.pop(1)["code"]
    content["checks"] = [
        one for one in content["checks"] if gone not in json.dumps(one["holds"]) + one["question"]
    ]
    changed = QuestionnaireFactory(content=content, content_hash="f" * 64)
    following = WaveFactory(survey=wave.survey, number=2, questionnaire=changed)
    report = quality_report(following.pk)

    assert report.before == wave.name
    assert report.breaks.redefined == ("heads_end",)
    assert report.breaks.gone == (gone,)
    assert report.breaks.new == ()


def test_the_first_publication_gives_the_lag(leader, world):
    wave = the_wave(world)
    told = datetime(2026, 3, 1, 12, tzinfo=UTC)
    ReleaseFactory(survey=wave.survey, wave=wave, state=ReleaseState.PUBLISHED, published_at=told)

    assert quality_report(wave.pk).timing.lag_days == 60


def test_the_file_says_what_the_page_says_and_that_it_is_simulated(leader, world):
    client = signed_in(leader)
    data = reverse("barometer:quality_data", kwargs=world["quality_data"])
    told = json.loads(client.get(data).content)
    page = client.get(address(world, "quality_report")).content.decode()

    assert told["simulated"] is True
    assert told["response"]["answered"] == 7
    assert "données simulées" in page
    assert "trop étroits" in page


def test_the_frame_is_counted_as_it_was_drawn_from():
    wave = closed_wave()
    shipped = asked_wave().questionnaire
    Wave.objects.filter(pk=wave.pk).update(questionnaire=shipped)
    Response.objects.filter(drawn__wave=wave).update(questionnaire=shipped)
    units = list(wave.survey.units.order_by("pk"))
    Unit.objects.filter(pk__in=[one.pk for one in units[:3]]).update(centre_type="unknown")
    Unit.objects.filter(pk=units[5].pk).update(headcount=None, died_on=wave.period_end)
    UnitFactory(survey=wave.survey, born_on=wave.period_start)
    told = quality_report(wave.pk).coverage

    assert (told.frame, told.without_type, told.without_size) == (2 * CENTRES, 3, 1)
    assert (told.born, told.closed) == (1, 1)


def test_a_wave_with_nothing_in_it_says_unknown_and_never_zero_per_cent(leader):
    wave = WaveFactory(survey=SurveyFactory(organisation=leader), questionnaire=None)
    report = quality_report(wave.pk)

    assert (report.response.of_units, report.response.of_people, report.minutes) == (None,) * 3
    assert report.coverage.frame is None
    of = {"survey": wave.survey.slug, "number": wave.number}
    page = signed_in(leader).get(reverse("barometer:quality_report", kwargs=of))
    assert "inconnu" in page.content.decode()


def sample(wave):
    """The answering centres with their weight and size, counted by hand."""
    return [
        SimpleNamespace(pk=one.pk, weight=10 / 4, headcount=one.headcount_then)
        for one in wave.sample.exclude(standing=Standing.OUT_OF_SCOPE)
    ]
