"""The invented vacancies: lawful, plausible, marked as invented, renewed and never doubled."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from boutdufil.kernel.posts import services as posts
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.law import SMIC
from boutdufil.kernel.posts.models import Post, Vacancy
from boutdufil.rooms.mobility.demo import organisations, vacancies

pytestmark = pytest.mark.django_db


@pytest.fixture
def furnished():
    organisations.furnish()
    vacancies.furnish()
    return Vacancy.objects.all()


def test_some_sixty_are_published_by_invented_employers_alone(furnished):
    assert furnished.filter(status=VacancyStatus.PUBLISHED).count() >= 55
    assert not furnished.exclude(organisation__invented=True).exists()
    assert furnished.exclude(sign_language="none").count() >= 4
    assert furnished.filter(outbound=True).count() == 2
    assert furnished.filter(home_days__gte=5).exists()
    assert furnished.filter(works_sundays=True).count() >= 3
    assert {"D1408", "N1103", "M1602", "C1102", "M1601"} <= set(
        furnished.values_list("code", flat=True)
    )
    assert vacancies.find("VDB-01").organisation == organisations.find("voix-du-beffroi")


def test_nobody_is_paid_under_the_minimum_wage(furnished):
    alternating = ("apprenticeship", "professional")
    paid = furnished.exclude(contract__in=alternating).exclude(month_pay_min=None)

    lowest = min(paid.values_list("month_pay_min", flat=True))
    assert lowest >= SMIC.hourly_cents * 151.67


def test_a_second_time_changes_nothing(furnished):
    before = Post.objects.count(), furnished.count()

    vacancies.furnish()

    assert (Post.objects.count(), furnished.count()) == before


def test_months_later_they_are_shown_again(furnished):
    later = timezone.now() + timedelta(days=100)
    with time_machine.travel(later):
        posts.expire_vacancies()
        assert not furnished.filter(status=VacancyStatus.PUBLISHED).exists()
        vacancies.furnish()
        assert furnished.filter(status=VacancyStatus.PUBLISHED).count() >= 55
