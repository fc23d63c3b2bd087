"""A vacancy for programs: schema.org/JobPosting with what Google's job search requires."""

import json

import pytest
from django.utils import timezone

from boutdufil.kernel.posts import services
from boutdufil.kernel.posts.selectors.postings import job_posting
from boutdufil.kernel.posts.selectors.vacancies import vacancy_page
from tests.factories.organisations import OrganisationFactory
from tests.kernel.posts.drafts import good_draft

pytestmark = pytest.mark.django_db

# developers.google.com/search/docs/appearance/structured-data/job-posting
REQUIRED = {"title", "description", "datePosted", "hiringOrganization", "jobLocation"}
RECOMMENDED = {"validThrough", "employmentType", "baseSalary", "identifier", "directApply"}
EMPLOYMENT_TYPES = {
    "FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER",
}  # fmt: skip


def posting(**facts):
    vacancy = services.create_vacancy(
        organisation_id=OrganisationFactory(website="https://example.org").pk,
        draft=good_draft(**facts),
        actor_id=None,
    )
    services.publish_vacancy(vacancy_id=vacancy.pk, actor_id=None, confirmed=True)
    return job_posting(vacancy_page(vacancy.pk), url="https://example.org/offres/1/")


def test_it_holds_what_search_engines_require():
    said = posting()

    assert said["@context"] == "https://schema.org/"
    assert said["@type"] == "JobPosting"
    assert set(said) >= (REQUIRED | RECOMMENDED)
    assert all(said[name] for name in REQUIRED | RECOMMENDED)
    assert json.loads(json.dumps(said)) == said
    assert set(said["employmentType"]) <= EMPLOYMENT_TYPES


def test_place_pay_and_dates_are_in_the_shapes_they_ask():
    said = posting()

    address = said["jobLocation"]["address"]
    assert (address["addressLocality"], address["addressCountry"]) == ("Lille", "FR")
    assert said["baseSalary"]["currency"] == "EUR"
    assert said["baseSalary"]["value"] == {
        "@type": "QuantitativeValue", "minValue": 1950.0, "maxValue": 2100.0, "unitText": "MONTH",
    }  # fmt: skip
    assert said["datePosted"] == timezone.now().date().isoformat()
    assert said["validThrough"][10:19] == "T23:59:59"
    assert said["totalJobOpenings"] == 1


def test_only_a_post_wholly_at_home_says_so():
    assert "jobLocationType" not in posting(home_days=3)

    wholly = posting(home_days=5)
    assert wholly["jobLocationType"] == "TELECOMMUTE"
    assert wholly["applicantLocationRequirements"]["name"] == "France"


@pytest.mark.parametrize(
    ("facts", "types"),
    [
        ({"weekly_hours": 35}, ["FULL_TIME"]),
        ({"weekly_hours": 20}, ["PART_TIME"]),
        ({"contract": "fixed_term", "contract_months": 6}, ["FULL_TIME", "TEMPORARY"]),
        ({"contract": "apprenticeship"}, ["FULL_TIME", "INTERN"]),
    ],
)
def test_the_contract_is_said_in_their_words(facts, types):
    assert posting(**facts)["employmentType"] == types
