"""A path is opened, kept, found again, claimed, erased."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.people.registry import retention_rules, subject_data
from boutdufil.rooms.mobility import errors, services
from boutdufil.rooms.mobility.models import PastJob, Profile, ProfileSkill, TasteAnswer
from boutdufil.rooms.mobility.selectors.profiles import path_summary
from tests.factories.mobility import (
    PastJobFactory,
    ProfileFactory,
    ProfileSkillFactory,
    ShareLinkFactory,
    TasteAnswerFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_a_person_has_one_path():
    person = PersonFactory()

    first = services.profiles.open_profile(person_id=person.pk)

    assert services.profiles.open_profile(person_id=person.pk) == first


def test_a_title_is_kept_once_with_its_words():
    profile = ProfileFactory()
    for _ in range(2):
        services.past_jobs.add_past_job(
            profile=profile, code="N1103", label="", words="preparatrice de comandes"
        )

    job = profile.past_jobs.get()
    assert (job.code, job.words) == ("N1103", "preparatrice de comandes")


def test_an_unknown_code_and_a_thirteenth_job_are_refused():
    profile = ProfileFactory()
    with pytest.raises(errors.UnknownTitleError):
        services.past_jobs.add_past_job(profile=profile, code="Z9999", label="")
    PastJobFactory.create_batch(services.past_jobs.MAX_JOBS, profile=profile)
    with pytest.raises(errors.TooManyJobsError):
        services.past_jobs.add_past_job(profile=profile, code="M1602", label="")


def test_years_and_workplace_are_kept_for_ones_own_jobs_only():
    own, foreign = PastJobFactory(), PastJobFactory(years=1)

    services.past_jobs.update_past_jobs(
        profile=own.profile, details={own.pk: (3, "Ici"), foreign.pk: (9, "Là")}
    )

    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.years, own.workplace, foreign.years) == (3, "Ici", 1)


def test_a_place_is_found_by_name_or_postal_code_and_forgotten_when_empty():
    profile = ProfileFactory()

    services.profiles.set_place(profile=profile, text="59650")
    assert path_summary(profile).place.name.startswith("Villeneuve")
    with pytest.raises(errors.UnknownPlaceError):
        services.profiles.set_place(profile=profile, text="Nullepart-sur-Rien")
    services.profiles.set_place(profile=profile, text="")
    assert path_summary(profile).place is None


def test_a_return_link_opens_the_path_and_a_new_one_replaces_it():
    profile = ProfileFactory()
    first = services.profiles.create_return_link(profile=profile)
    second = services.profiles.create_return_link(profile=profile)

    assert services.profiles.resume_profile(token=second) == profile
    assert second not in Profile.objects.values_list("return_hash", flat=True)
    with pytest.raises(errors.DeadLinkError):
        services.profiles.resume_profile(token=first)


def test_signing_in_hands_the_guests_path_over_and_kills_its_return_link():
    guest, person = ProfileFactory(), PersonFactory()
    token = services.profiles.create_return_link(profile=guest)
    session = {"mobility_profile": guest.pk, "mobility_begun": guest.pk}

    services.claims.claim_guest_path(person=person, session=session)

    guest.refresh_from_db()
    assert guest.person == person
    assert session == {}
    with pytest.raises(errors.DeadLinkError):
        services.profiles.resume_profile(token=token)


def test_a_session_cannot_claim_a_path_that_belongs_to_a_person():
    theirs = ProfileFactory(person=PersonFactory())

    services.claims.claim_guest_path(
        person=PersonFactory(), session={"mobility_profile": theirs.pk}
    )

    theirs.refresh_from_db()
    assert theirs.person is not None
    assert Profile.objects.count() == 1


def test_only_guests_without_activity_for_a_year_are_erased():
    now = timezone.now()
    old = now - timedelta(days=366)
    idle = ProfileFactory(active_at=old)
    kept = {ProfileFactory(active_at=now - timedelta(days=364)).pk}
    kept.add(ProfileFactory(active_at=old, person=PersonFactory()).pk)

    assert services.profiles.erase_idle_guests(now) == 1
    assert set(Profile.objects.values_list("pk", flat=True)) == kept
    assert idle.pk not in kept


def test_retention_rules_say_their_source():
    rules = {rule.name: str(rule.source) for rule in retention_rules()}

    assert "CNIL" in rules["mobility.idle_guests"]
    assert rules["mobility.old_share_links"]


def test_a_person_takes_everything_away_and_erases_it():
    profile = ProfileFactory(person=PersonFactory())
    job = PastJobFactory(profile=profile)
    ProfileSkillFactory(profile=profile, used_in=job)
    TasteAnswerFactory(profile=profile)
    ShareLinkFactory(profile=profile)
    data = next(data for data in subject_data() if data.name == "mobility")

    exported = data.export(profile.person)
    data.erase(profile.person)

    assert exported["past_jobs"][0]["rome"] == "N1103"
    assert exported["skills"][0]["used_in"] == job.title_label
    assert not any(m.objects.exists() for m in (Profile, PastJob, ProfileSkill, TasteAnswer))
    assert data.export(profile.person) == {}


def test_my_page_leads_to_the_path_of_whoever_began_one(client):
    person = PersonFactory()
    client.force_login(person)
    address = reverse("people:my_page")
    assert "Mon parcours" not in client.get(address).text

    PastJobFactory(profile=ProfileFactory(person=person), title_label="Cariste", years=1)

    text = client.get(address).text
    assert "Mon parcours" in text
    assert reverse("mobility:paths") in text
    assert "Cariste</span>, 1 an" in text
    assert "1 ans" not in text
