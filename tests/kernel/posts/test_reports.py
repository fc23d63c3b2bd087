"""A vacancy reported: a human decides, and both sides are told why."""

import pytest
from django.core import mail

from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.posts import services, tasks
from boutdufil.kernel.posts.errors import WrongVacancyStateError
from boutdufil.kernel.posts.pages import register_vacancy_pages, vacancy_path
from boutdufil.kernel.posts.selectors.figures import Scope, post_figure
from boutdufil.kernel.posts.selectors.reports import report_page, report_rows, reports
from boutdufil.kernel.posts.services.vacancy_privacy import erase_work, export_work
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import (
    DraftFactory,
    PostFactory,
    VacancyEntryFactory,
    VacancyFactory,
    VacancyImportFactory,
)

pytestmark = pytest.mark.django_db

REASONS = "Le poste annoncé n’existe pas : l’employeur nous l’a confirmé par écrit."


@pytest.fixture
def vacancy():
    return PostFactory(vacancy=VacancyFactory()).vacancy


@pytest.fixture
def report(vacancy):
    return services.report_vacancy(
        vacancy_id=vacancy.pk,
        reason="false_content",
        words="J’ai appelé : ce poste est pourvu depuis un an.",
        reporter_id=PersonFactory(name="Nadia Inventée").pk,
    )


def decide(report, upheld):
    return services.decide_report(
        report_id=report.pk, upheld=upheld, decision=REASONS, actor_id=PersonFactory().pk
    )


def test_a_report_alone_hides_nothing(report, vacancy):
    vacancy.refresh_from_db()

    assert vacancy.hidden_at is None
    assert [row.id for row in report_rows(list(reports(decided=False)))] == [report.pk]


def test_an_upheld_report_hides_the_vacancy_and_its_posts_are_not_counted(report, vacancy):
    assert post_figure(Scope(vacancy_id=vacancy.pk)).offered == 1

    decide(report, upheld=True)

    vacancy.refresh_from_db()
    assert vacancy.hidden_at is not None
    assert post_figure(Scope(vacancy_id=vacancy.pk)).offered == 0
    assert OutboxEvent.objects.filter(name="posts.vacancy_closed").exists()
    assert report_page(report.pk).upheld is True


def test_both_sides_receive_the_reasons_and_the_employer_no_name(report, vacancy):
    manager = MembershipFactory(organisation=vacancy.organisation, role=Role.MANAGER).person
    MembershipFactory(organisation=vacancy.organisation, role=Role.READER)
    decide(report, upheld=True)

    tasks.send_decision(report.pk)

    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {manager.email, report.reporter.email}
    assert all(REASONS in letter.body for letter in letters.values())
    assert "Nadia" not in letters[manager.email].body
    assert "2022/2065" in letters[manager.email].body
    assert "sans moyen automatique" in letters[manager.email].body


def test_a_dismissed_report_is_told_to_its_reporter_alone(report, vacancy):
    MembershipFactory(organisation=vacancy.organisation, role=Role.MANAGER)
    decide(report, upheld=False)

    assert services.send_decision(report_id=report.pk) == 1
    assert "reste visible" in mail.outbox[0].body
    vacancy.refresh_from_db()
    assert vacancy.hidden_at is None


def test_a_decision_stands(report):
    decide(report, upheld=False)

    assert decide(report, upheld=True).upheld is False


def test_a_stranger_reports_without_an_account_and_gets_no_letter(vacancy):
    report = services.report_vacancy(
        vacancy_id=vacancy.pk, reason="other", words="", reporter_id=None
    )
    decide(report, upheld=False)

    assert services.send_decision(report_id=report.pk) == 0


def test_what_nobody_can_read_cannot_be_reported():
    with pytest.raises(WrongVacancyStateError):
        services.report_vacancy(
            vacancy_id=DraftFactory().pk, reason="other", words="", reporter_id=None
        )


def test_a_hidden_vacancy_can_be_shown_again(report, vacancy):
    decide(report, upheld=True)

    for _time in range(2):
        services.show_vacancy_again(vacancy_id=vacancy.pk, actor_id=None)

    vacancy.refresh_from_db()
    assert vacancy.hidden_at is None
    assert vacancy.history.filter(verb="shown_again").count() == 1


def test_without_a_room_a_vacancy_has_no_page():
    register_vacancy_pages(public="nobody:knows", employer="nobody:knows")
    try:
        assert vacancy_path(1) == ""
    finally:
        register_vacancy_pages(public="mobility:vacancy", employer="mobility:employer_vacancy")


def test_who_wrote_brought_or_decided_can_read_it_and_be_forgotten(report):
    person = PersonFactory()
    vacancy = VacancyFactory(created_by=person)
    VacancyImportFactory(created_by=person)
    VacancyEntryFactory(vacancy=vacancy, actor=person)
    services.decide_report(report_id=report.pk, upheld=False, decision=REASONS, actor_id=person.pk)

    told = export_work(person)
    assert {name: len(rows) for name, rows in told.items()} == {
        "vacancies": 1, "files": 1, "acts": 1, "decisions": 1,
    }  # fmt: skip

    erase_work(person)
    assert all(rows == [] for rows in export_work(person).values())
    vacancy.refresh_from_db()
    assert vacancy.created_by is None
