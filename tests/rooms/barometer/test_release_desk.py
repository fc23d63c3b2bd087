"""Releases at the desk: read again as the public will, announced, published, dropped."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.adapters.keys import public_keys
from boutdufil.engines.sealing import verify
from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.barometer.enums import Mark, ReleaseState
from boutdufil.rooms.barometer.errors import BarometerError, FrozenError
from boutdufil.rooms.barometer.models import Cell, Release, ReleaseSource, Unit, Value
from boutdufil.rooms.barometer.permissions.surveys import STATISTICIANS
from boutdufil.rooms.barometer.selectors.release_desk import place_words, release_desk
from boutdufil.rooms.barometer.services.estimation import (
    RunDraft,
    run_estimation,
    take_frame_margins,
)
from boutdufil.rooms.barometer.services.releases import (
    drop_release,
    make_release,
    publish_due,
    publish_release,
    withdraw_plan,
)
from tests.factories.barometer import ReleaseFactory, SurveyFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.barometer.estimates import closed_wave

pytestmark = pytest.mark.django_db
RARE = "94"
READ = ("release_list", "make_release", "release_desk", "desk_archive")
ACTS = {
    "make_release": {"name": "Résultats"},
    "plan_release": {"planned_at": "2040-01-01T09:30"},
    "unplan_release": {},
    "publish_release": {"sure": "on"},
    "drop_release": {"reason": "Une erreur de marge"},
}


@pytest.fixture
def run():
    wave = closed_wave()
    # Two centres alone in a region: whoever reads must not find what they answered.
    answered = wave.sample.filter(standing="answered").values_list("unit_id", flat=True)
    Unit.objects.filter(pk__in=answered[:2]).update(region=RARE)
    take_frame_margins(wave_id=wave.pk, actor_id=None)
    return run_estimation(wave_id=wave.pk, draft=RunDraft(), actor_id=None)


@pytest.fixture
def release(run):
    return make_release(run_id=run.pk, name="Résultats 2025", actor_id=None)


def desk_of(organisation, role=Role.STATISTICIAN):
    person = PersonFactory()
    if organisation is not None:
        MembershipFactory(person=person, organisation=organisation, role=role)
    browser = Client()
    browser.force_login(person)
    return browser


def owner(release):
    return desk_of(release.survey.organisation)


def address(name, release):
    own = {} if name in {"release_list", "make_release"} else {"number": release.number}
    return reverse(f"barometer:{name}", kwargs={"survey": release.survey.slug} | own)


def text(answer):
    spaced = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", spaced)


def press(browser, name, release, **more):
    return browser.post(address(name, release), ACTS[name] | more)


def publish(release):
    return publish_release(release_id=release.pk, now=timezone.now(), actor_id=None)


def plan(browser, release, hours=2):
    at = timezone.localtime(timezone.now() + timedelta(hours=hours))
    return press(browser, "plan_release", release, planned_at=at.strftime("%Y-%m-%dT%H:%M"))


def test_a_release_is_made_at_the_desk_and_waits(run):
    survey = run.wave.survey
    browser = desk_of(survey.organisation)
    new = reverse("barometer:make_release", kwargs={"survey": survey.slug})

    unnamed = browser.post(new, {"run": run.pk, "name": ""})
    made = browser.post(new, {"run": run.pk, "name": "Résultats 2025"})

    assert unnamed.status_code == 422
    assert made.status_code == 302
    release = Release.objects.get()
    assert (release.name, release.state) == ("Résultats 2025", ReleaseState.AUDITED)
    rows = text(browser.get(address("release_list", release)))
    hidden = release.cells.filter(mark__in=[Mark.SECRET, Mark.SECONDARY]).count()
    assert hidden
    assert f"{hidden} sur {release.cells.count()}" in rows
    assert "pas encore" in rows


def test_a_run_of_another_survey_makes_nothing(run):
    other = SurveyFactory()
    new = reverse("barometer:make_release", kwargs={"survey": other.slug})

    answer = desk_of(other.organisation).post(new, {"run": run.pk, "name": "Pris ailleurs"})

    assert answer.status_code == 422
    assert not Release.objects.exists()


def test_no_hidden_value_is_on_the_desk(release):
    page = owner(release).get(address("release_desk", release)).content.decode()
    hidden = Cell.objects.filter(release=release, mark__in=[Mark.SECRET, Mark.SECONDARY])

    assert hidden.exists()
    shown = release_desk(release.survey_id, release.number, timezone.now())
    for preview in shown.previews:
        for row in preview.rows:
            if row.mark in {Mark.SECRET, Mark.SECONDARY}:
                assert (row.value, row.interval, row.respondents) == ("", "", None)
    assert str(Mark.SECRET.label) in page
    assert str(Mark.SECONDARY.label) in page
    for line in ReleaseSource.objects.get(release=release).content["lines"]:
        assert str(line[2]) not in page


def test_the_desk_says_how_it_was_protected_and_made(release):
    page = text(owner(release).get(address("release_desk", release)))

    assert str(release.source.audit["asked"]) in page
    assert release.manifest["data_hash"] in page
    assert release.manifest["seed"] in page
    assert "démonstration, données simulées" in page
    assert "Rien d’autre de cette vague" in page
    assert "s’y oppose" not in page


def test_a_revision_names_what_it_is_protected_with(release, run):
    publish(release)
    second = make_release(run_id=run.pk, name="Révisés", actor_id=None)

    page = text(owner(release).get(address("release_desk", second)))

    assert f"publication {release.number}" in page


def test_it_goes_out_only_when_somebody_means_it(release):
    browser = owner(release)

    unsure = browser.post(address("publish_release", release), {})
    assert unsure.status_code == 422
    assert "Cochez la case" in text(unsure)
    release.refresh_from_db()
    assert release.state == ReleaseState.AUDITED

    assert browser.get(address("desk_archive", release)).status_code == 404
    assert press(browser, "publish_release", release).status_code == 302
    release.refresh_from_db()
    assert release.state == ReleaseState.PUBLISHED
    own = {"survey": release.survey.slug, "number": release.number}
    archive = browser.get(reverse("barometer:desk_archive", kwargs=own)).content
    assert verify(archive, trusted=public_keys()).ok
    assert "Elle ne change plus" in text(browser.get(address("release_desk", release)))


def test_an_hour_is_announced_changed_and_taken_back(release):
    browser = owner(release)

    assert plan(browser, release).status_code == 302
    release.refresh_from_db()
    assert release.state == ReleaseState.READY
    first = release.planned_at
    early = press(browser, "publish_release", release)
    assert early.status_code == 422
    assert "embargo" in text(early)
    plan(browser, release, hours=5)
    release.refresh_from_db()
    assert release.planned_at > first
    assert press(browser, "drop_release", release).status_code == 422
    assert press(browser, "unplan_release", release).status_code == 302
    release.refresh_from_db()
    assert (release.state, release.planned_at) == (ReleaseState.AUDITED, None)
    assert publish_due(now=first + timedelta(days=1)) == 0
    assert AuditEntry.objects.filter(verb="barometer.withdraw_plan").count() == 1


def test_an_hour_is_that_of_paris(release):
    press(owner(release), "plan_release", release, planned_at="2040-07-01T09:30")

    release.refresh_from_db()
    assert release.planned_at.isoformat() == "2040-07-01T07:30:00+00:00"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Donnez un jour et une heure"),
        ("demain", "2026-10-05T09:30"),
        ("2001-01-01T08:00", "passée"),
    ],
)
def test_an_hour_that_cannot_be_is_refused_and_shown_again(release, typed, said):
    answer = press(owner(release), "plan_release", release, planned_at=typed)

    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{typed}"' in answer.content.decode() or not typed
    release.refresh_from_db()
    assert release.state == ReleaseState.AUDITED


def test_a_failed_audit_names_its_cells_and_blocks(release):
    failed = [{"release": "", "variable": "heads_end", "place": {"region": RARE}}]
    source = release.source
    source.audit_passed, source.audit = False, source.audit | {"passed": False, "failed": failed}
    source.save()
    Release.objects.filter(pk=release.pk).update(state=ReleaseState.DRAFT)
    browser = owner(release)

    page = text(browser.get(address("release_desk", release)))
    refused = press(browser, "publish_release", release), plan(browser, release)

    assert "heads_end" in page or "Personnes" in page
    assert "L’audit du secret a échoué" in page
    assert "Ces cases se retrouveraient" in page
    for answer in refused:
        assert answer.status_code == 422
        assert "L’audit du secret a échoué" in text(answer)
    release.refresh_from_db()
    assert release.state == ReleaseState.DRAFT


def test_simulated_data_without_their_stamp_stay_in(release):
    Release.objects.filter(pk=release.pk).update(simulated=False)

    answer = press(owner(release), "publish_release", release)

    assert answer.status_code == 422
    assert "la mention manque" in text(answer)
    release.refresh_from_db()
    assert release.state == ReleaseState.AUDITED


def test_what_is_blocked_at_its_hour_says_so(release):
    browser = owner(release)
    plan(browser, release)
    Value.objects.filter(code="exits").update(value=8)
    Release.objects.update(planned_at=timezone.now() - timedelta(minutes=1))

    assert publish_due(now=timezone.now()) == 0

    page = text(browser.get(address("release_desk", release)))
    assert "L’heure est passée, et rien n’est sorti" in page
    assert "Les réponses ont changé depuis" in page
    assert press(browser, "unplan_release", release).status_code == 302


def test_a_release_is_dropped_with_a_reason_and_a_published_one_never(release, run):
    browser, out = owner(release), make_release(run_id=run.pk, name="Autre", actor_id=None)
    publish(out)

    silent = press(browser, "drop_release", release, reason="")
    assert silent.status_code == 422
    gone = press(browser, "drop_release", release)

    assert gone.status_code == 302
    assert not Release.objects.filter(pk=release.pk).exists()
    noted = AuditEntry.objects.get(verb="barometer.drop_release")
    assert noted.facts["reason"] == ACTS["drop_release"]["reason"]
    assert noted.facts["name"] == "Résultats 2025"
    assert press(browser, "drop_release", out).status_code == 422
    person = PersonFactory()
    with pytest.raises(FrozenError):
        drop_release(release_id=out.pk, reason="Trop tard", actor_id=person.pk)
    with pytest.raises(FrozenError):
        withdraw_plan(release_id=out.pk, actor_id=person.pk)
    out.refresh_from_db()
    assert out.state == ReleaseState.PUBLISHED


def test_no_plan_is_withdrawn_where_none_is(release):
    with pytest.raises(BarometerError, match="Aucune heure"):
        withdraw_plan(release_id=release.pk, actor_id=PersonFactory().pk)


@pytest.mark.parametrize("role", list(Role))
def test_those_who_run_the_survey_and_nobody_else(release, role):
    own = release.survey.organisation
    allowed = role in STATISTICIANS
    for browser, may in (
        (desk_of(own, role), allowed),
        (desk_of(OrganisationFactory(), role), False),
        (desk_of(None), False),
    ):
        for name in ("release_list", "make_release", "release_desk"):
            expected = 200 if may else 404
            assert browser.get(address(name, release)).status_code == expected, name
        if not may:
            for name in ACTS:
                assert press(browser, name, release).status_code == 404, name
            assert browser.get(address("desk_archive", release)).status_code == 404
    signed_out = Client()
    for name in READ:
        assert signed_out.get(address(name, release)).status_code in {302, 404}, name
    for name in ACTS:
        assert press(signed_out, name, release).status_code in {302, 404}, name
    assert Release.objects.get().state == ReleaseState.AUDITED


def test_a_manager_acts_as_a_statistician_does(release):
    browser = desk_of(release.survey.organisation, Role.MANAGER)

    assert plan(browser, release).status_code == 302
    assert press(browser, "unplan_release", release).status_code == 302
    assert press(browser, "publish_release", release).status_code == 302


def test_looking_changes_nothing(release):
    browser = owner(release)
    before = list(Release.objects.values()), AuditEntry.objects.count()

    for name in READ:
        browser.get(address(name, release))
    for name in ("plan_release", "unplan_release", "publish_release", "drop_release"):
        assert browser.get(address(name, release)).status_code == 405

    assert (list(Release.objects.values()), AuditEntry.objects.count()) == before


def test_the_desk_asks_no_more_of_the_base_for_more_releases(run, django_assert_max_num_queries):
    release = make_release(run_id=run.pk, name="Une", actor_id=None)
    browser = owner(release)
    for _number in range(5):
        ReleaseFactory(survey=release.survey, wave=release.wave, number=_number + 10)

    with django_assert_max_num_queries(20):
        browser.get(address("release_list", release))
    with django_assert_max_num_queries(30):
        browser.get(address("release_desk", release))


def test_a_release_without_its_source_is_unknown_and_stays_in():
    release = ReleaseFactory(survey=SurveyFactory(invented=True))

    page = text(owner(release).get(address("release_desk", release)))

    assert "L’audit de cette publication est inconnu" in page
    assert "ne peut pas sortir" in page
    assert "Réponses complétées inconnu" in page
    assert "Centres tirés inconnu" in page


def test_places_read_as_words():
    told = place_words({"region": "44", "centre_type": "provider"}, {"44": "Grand Est"})

    assert told == "Grand Est, prestataire"
    assert place_words({"size": "10-49"}, {}) == "10 à 49 personnes"
    assert place_words({"size": "?"}, {}) == "taille\u00a0: inconnu"
    assert place_words({"region": "?"}, {}) == "région\u00a0: inconnu"
