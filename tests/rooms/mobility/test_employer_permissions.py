"""Who may do what with vacancies: every role, every act; nobody sees another firm's."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.posts.selectors.vacancies import vacancy_page
from boutdufil.rooms.mobility.permissions import vacancies as permissions
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import (
    DraftFactory,
    VacancyFactory,
    VacancyImportFactory,
    VacancyReportFactory,
)

pytestmark = pytest.mark.django_db

MAY = {"recruiter", "manager", "manager_above"}
ACTORS = sorted(
    MAY
    | {
        "stranger", "person", "reader", "hr", "trainer", "branch_officer", "former_recruiter",
        "other_recruiter", "recruiter_below", "administrator",
    }
)  # fmt: skip


@pytest.fixture
def group():
    return OrganisationFactory()


@pytest.fixture
def firm(group):
    return OrganisationFactory(parent=group)


@pytest.fixture
def actors(group, firm):
    def member(role, organisation=firm, **facts):
        return MembershipFactory(organisation=organisation, role=role, **facts).person

    return {
        "stranger": AnonymousUser(),
        "person": PersonFactory(),
        "reader": member(Role.READER),
        "hr": member(Role.HR),
        "trainer": member(Role.TRAINER),
        "branch_officer": member(Role.BRANCH_OFFICER),
        "recruiter": member(Role.RECRUITER),
        "manager": member(Role.MANAGER),
        "manager_above": member(Role.MANAGER, group),
        "former_recruiter": member(Role.RECRUITER, ended_at=timezone.now()),
        "other_recruiter": member(Role.RECRUITER, OrganisationFactory()),
        "recruiter_below": member(Role.RECRUITER, OrganisationFactory(parent=firm)),
        "administrator": PersonFactory(is_staff=True, is_superuser=True),
    }


@pytest.mark.parametrize("name", ACTORS)
def test_who_manages(actors, firm, name):
    assert permissions.can_manage_vacancies(actors[name], firm.pk) is (name in MAY)


@pytest.mark.parametrize("name", ACTORS)
def test_who_moderates(actors, name):
    assert permissions.can_moderate(actors[name]) is (name == "administrator")


@pytest.mark.parametrize("name", ACTORS)
@pytest.mark.parametrize(
    ("facts", "readers"),
    [
        ({}, set(ACTORS)),
        ({"status": "filled"}, set(ACTORS)),
        ({"status": "expired"}, set(ACTORS)),
        ({"status": "draft"}, MAY),
        ({"status": "withdrawn"}, MAY),
        ({"hidden_at": timezone.now()}, MAY | {"administrator"}),
        ({"need__confidential": True}, MAY),
        ({"need__confidential": True, "hidden_at": timezone.now()}, MAY),
    ],
)
def test_who_reads(actors, firm, name, facts, readers):
    page = vacancy_page(VacancyFactory(organisation=firm, **facts).pk)

    assert permissions.can_read_vacancy(actors[name], page) is (name in readers)
    assert permissions.can_report_vacancy(actors[name], page) is (readers == set(ACTORS))


OWN_PAGES = (
    ("mobility:employer_vacancy", "vacancy"),
    ("mobility:edit_vacancy", "vacancy"),
    ("mobility:new_vacancy", "firm"),
    ("mobility:import_vacancies", "firm"),
    ("mobility:vacancy_import", "import"),
    ("mobility:import_corrections", "import"),
    ("mobility:export_vacancies", "firm"),
)
OWN_BUTTONS = (
    ("mobility:publish_vacancy", "vacancy"),
    ("mobility:renew_vacancy", "vacancy"),
    ("mobility:withdraw_vacancy", "vacancy"),
    ("mobility:close_posts", "vacancy"),
    ("mobility:add_posts", "vacancy"),
    ("mobility:undo_direct_hire", "vacancy"),
    ("mobility:drop_import", "import"),
)


@pytest.fixture
def things(firm):
    return {
        "firm": firm.pk,
        "vacancy": DraftFactory(organisation=firm).pk,
        "import": VacancyImportFactory(organisation=firm).pk,
    }


def address(name, number):
    kind = ["csv"] if name.endswith("export_vacancies") else []
    return reverse(name, args=[number, *kind])


@pytest.mark.parametrize("name", [name for name in ACTORS if name != "stranger"])
def test_pages_of_a_firm_are_nowhere_for_others(client, actors, things, name):
    client.force_login(actors[name])

    for page, thing in OWN_PAGES:
        answer = client.get(address(page, things[thing]))
        assert answer.status_code == (200 if name in MAY else 404), page


@pytest.mark.parametrize("name", [name for name in ACTORS if name not in MAY | {"stranger"}])
def test_buttons_of_a_firm_do_nothing_for_others(client, actors, things, name):
    client.force_login(actors[name])

    for button, thing in OWN_BUTTONS:
        assert client.post(address(button, things[thing])).status_code == 404, button


@pytest.mark.parametrize("name", [name for name in ACTORS if name != "stranger"])
def test_only_administrators_moderate(client, actors, name):
    client.force_login(actors[name])
    report = VacancyReportFactory()
    expected = 200 if name == "administrator" else 403

    assert client.get(reverse("mobility:moderation")).status_code == expected
    assert client.get(reverse("mobility:decide_report", args=[report.pk])).status_code == expected
    shown = client.post(reverse("mobility:show_vacancy", args=[report.vacancy_id]))
    assert shown.status_code == (302 if name == "administrator" else 403)


def test_my_page_leads_recruiters_and_administrators_and_nobody_else(client, actors):
    for name in ("recruiter", "administrator", "person", "reader"):
        client.force_login(actors[name])
        text = client.get(reverse("people:my_page")).content.decode()
        assert (reverse("mobility:employer") in text) is (name == "recruiter")
        assert (reverse("mobility:moderation") in text) is (name == "administrator")
