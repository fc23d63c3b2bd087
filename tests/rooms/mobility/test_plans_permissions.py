"""Who may do what with a plan: every role by every act, and what the pages answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.config.logs import without_personal_data
from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan
from boutdufil.rooms.mobility.permissions import plans as may
from boutdufil.rooms.mobility.selectors import plans as selectors
from boutdufil.rooms.mobility.selectors.personal_pages import code_of
from boutdufil.rooms.mobility.services import plan_readers, plan_sheets, plans
from tests.factories.mobility import SheetLinkFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.mobility.plan_world import begun_plan, firm, open_plan, solved_plan, stranger

pytestmark = pytest.mark.django_db

ACTS = (
    may.can_see_plan,
    may.can_read_roster,
    may.can_change_plan,
    may.can_name_readers,
    may.can_announce,
    may.can_open_to_people,
    may.can_share_sheet,
    may.can_freeze,
    may.can_take_seal,
    may.can_shred,
)
SEES = {may.can_see_plan}
CONFIDENTIAL = {
    "founder": {
        *(may.can_see_plan, may.can_read_roster, may.can_change_plan, may.can_name_readers),
        *(may.can_announce, may.can_shred),
    },
    "named reader": SEES,
    "named colleague": {
        *(may.can_see_plan, may.can_read_roster, may.can_change_plan, may.can_name_readers),
        *(may.can_announce, may.can_shred),
    },
}
RUNNING = {
    *(may.can_see_plan, may.can_read_roster, may.can_change_plan, may.can_open_to_people),
    *(may.can_share_sheet, may.can_freeze),
}
OPEN = {"founder": RUNNING, "colleague": RUNNING, "manager": SEES}
ROLES = (
    "founder", "colleague", "manager", "reader", "named reader", "named colleague",
    "left the firm", "recruiter", "other firm's HR", "administrator", "stranger", "nobody",
)  # fmt: skip


@pytest.fixture
def ours():
    return firm()


def people_around(of, plan):
    """Return somebody of every role; names are named while the plan is confidential."""
    other = firm()
    recruiter = MembershipFactory(organisation=of.site, role=Role.RECRUITER).person
    named = MembershipFactory(organisation=of.site, role=Role.READER).person
    colleague = MembershipFactory(organisation=of.site, role=Role.HR).person
    left = MembershipFactory(organisation=of.site, role=Role.HR)
    if plan.confidential:
        for person in (named, colleague, left.person):
            plan_readers.name_reader(plan=plan, person_id=person.pk, actor_id=of.hr.pk)
    left.ended_at = timezone.now()
    left.save()
    from django.contrib.auth.models import AnonymousUser

    return {
        "founder": of.hr,
        "colleague": of.colleague,
        "manager": of.manager,
        "reader": of.reader,
        "named reader": named,
        "named colleague": colleague,
        "left the firm": left.person,
        "recruiter": recruiter,
        "other firm's HR": other.hr,
        "administrator": PersonFactory(is_staff=True, is_superuser=True),
        "stranger": stranger(),
        "nobody": AnonymousUser(),
    }


def allowed(actor, plan):
    return {act for act in ACTS if act(actor, plan)}


def test_a_confidential_plan_is_for_its_named_readers_alone(ours):
    plan = begun_plan(ours)
    around = people_around(ours, plan)

    found = {role: allowed(around[role], plan) for role in ROLES}

    assert found == {role: CONFIDENTIAL.get(role, set()) for role in ROLES}


def test_an_open_plan_is_for_the_human_resources_of_the_firm(ours):
    plan = open_plan(ours)
    around = people_around(ours, plan)
    del around["named reader"], around["named colleague"]

    found = {role: allowed(actor, plan) for role, actor in around.items()}

    assert found == {role: OPEN.get(role, set()) for role in around}


def test_only_human_resources_begin_a_plan(ours):
    around = people_around(ours, begun_plan(ours))

    able = {role for role, actor in around.items() if may.can_create_plan(actor, ours.site.pk)}

    assert able == {"founder", "colleague", "named colleague"}


def test_nobody_lists_what_they_may_not_know_of(ours):
    plan = begun_plan(ours)
    around = people_around(ours, plan)

    listing = {
        role
        for role, actor in around.items()
        if plan.pk in [row.pk for row in selectors.plans_of(actor)]
    }

    assert listing == {"founder", "named reader", "named colleague"}


def test_a_reader_is_of_the_firm_and_does_not_remove_themselves(ours):
    plan = begun_plan(ours)
    with pytest.raises(PlanError, match="entreprise"):
        plan_readers.name_reader(plan=plan, person_id=stranger().pk, actor_id=ours.hr.pk)
    own = plan.readers.get(person=ours.hr)
    with pytest.raises(PlanError, match="vous-même"):
        plan_readers.remove_reader(plan=plan, reader_id=own.pk, actor_id=ours.hr.pk)

    named = plan_readers.name_reader(plan=plan, person_id=ours.reader.pk, actor_id=ours.hr.pk)
    plan_readers.remove_reader(plan=plan, reader_id=named.pk, actor_id=ours.hr.pk)
    assert not may.can_see_plan(ours.reader, plan)


def test_naming_a_reader_sends_no_message(ours, mailoutbox):
    plan = begun_plan(ours)
    plan_readers.name_reader(plan=plan, person_id=ours.reader.pk, actor_id=ours.hr.pk)

    assert mailoutbox == []


PAGES = (
    "mobility:plan",
    "mobility:plan_settings",
    "mobility:plan_readers",
    "mobility:announce_plan",
    "mobility:shred_plan",
    "mobility:plan_criteria",
    "mobility:roster",
    "mobility:roster_template",
    "mobility:plan_posts",
    "mobility:plan_counted",
    "mobility:plan_results",
    "mobility:proposals",
    "mobility:plan_letters",
    "mobility:plan_sheet",
    "mobility:plan_sheet_pdf",
    "mobility:freeze_plan",
    "mobility:plan_archive",
)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_to_whoever_is_not_named_a_confidential_plan_does_not_exist(ours, name, method):
    plan = solved_plan(ours)
    around = people_around(ours, plan)
    unknown = reverse(name, args=[plan.pk + 999])

    for role in ("colleague", "manager", "other firm's HR", "administrator", "left the firm"):
        client = Client()
        client.force_login(around[role])
        answer = getattr(client, method)(reverse(name, args=[plan.pk]))
        nothing = getattr(client, method)(unknown)
        assert answer.status_code == nothing.status_code, role
        assert answer.status_code in {404, 405}, role
        assert plan.title not in answer.content.decode()


def test_the_administration_shows_no_plan(ours):
    begun_plan(ours)
    client = Client()
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))

    from django.contrib import admin

    assert "plan" not in {
        model._meta.model_name
        for model in admin.site._registry
        if model._meta.app_label == "mobility"
    }
    assert client.get("/admin/mobility/").status_code == 404


def test_a_page_of_a_plan_is_kept_nowhere_and_names_nothing(ours):
    plan = begun_plan(ours)
    client = Client()
    client.force_login(ours.hr)
    answer = client.get(reverse("mobility:plan", args=[plan.pk]))
    page = answer.content.decode()

    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "<title>Espace de travail" in page
    assert plan.title in page


def test_the_trail_names_acts_and_numbers_only(ours):
    plan = open_plan(ours)
    facts = str(list(AuditEntry.objects.filter(subject=plan.ref).values_list("facts", flat=True)))

    assert "Fermeture" not in facts
    assert "M-001" not in facts
    verbs = set(AuditEntry.objects.filter(subject=plan.ref).values_list("verb", flat=True))
    assert {
        "mobility.plan_created", "mobility.plan_criteria_declared", "mobility.plan_roster_loaded",
        "mobility.plan_post_added", "mobility.plan_solve_asked", "mobility.plan_opened",
    } <= verbs  # fmt: skip


def test_a_code_opens_one_page_and_nothing_of_the_plan(ours, client):
    plan = open_plan(ours)
    first, second = plan.entries.all()[:2]
    mine = client.get(reverse("mobility:personal_page", args=[code_of(first)]))

    assert mine.status_code == 200
    assert "no-store" in mine["Cache-Control"]
    assert "M-002" not in mine.content.decode()
    assert code_of(second) not in mine.content.decode()
    assert client.get(reverse("mobility:personal_page", args=["A" * 29])).status_code == 404
    for name in PAGES:
        assert client.get(reverse(name, args=[plan.pk])).status_code == 302


def test_the_code_of_a_page_is_cut_from_logs(ours):
    code = code_of(open_plan(ours).entries.first())
    line = f"GET {reverse('mobility:personal_page', args=[code])} 200"

    assert code not in without_personal_data(line)


def test_a_sheet_link_shows_aggregates_until_it_is_dead(ours, client):
    plan = open_plan(ours)
    token = plan_sheets.create_sheet_link(plan=plan, actor_id=ours.hr.pk)
    address = reverse("mobility:shared_sheet", args=[token])
    page = client.get(address)

    assert page.status_code == 200
    assert "M-001" not in page.content.decode()
    plan.sheet_links.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 410
    assert client.get(reverse("mobility:shared_sheet", args=["x" * 43])).status_code == 410


@pytest.mark.parametrize(
    ("plan", "link", "opens"),
    [
        ({"confidential": False}, {}, True),
        ({"confidential": True}, {}, False),
        ({"confidential": False, "state": "closed"}, {}, False),
        ({"confidential": False}, {"withdrawn_at": timezone.now()}, False),
        ({"confidential": False}, {"expires_at": timezone.now()}, False),
    ],
)
def test_when_a_sheet_link_opens(plan, link, opens):
    one = SheetLinkFactory(**{f"plan__{key}": value for key, value in plan.items()}, **link)

    assert may.can_read_sheet(one, timezone.now()) is opens


def test_a_destroyed_plan_is_seen_by_its_firm_and_changed_by_nobody(ours):
    plan = begun_plan(ours, confidential=False)
    plans.shred_plan(plan=plan, actor_id=ours.hr.pk)
    plan = Plan.objects.get(pk=plan.pk)

    assert allowed(ours.hr, plan) == SEES
    assert allowed(ours.manager, plan) == SEES
