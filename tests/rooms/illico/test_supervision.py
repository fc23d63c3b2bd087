"""The wall: what it counts, whom it names, and what stands behind the works council."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.models import Participant
from boutdufil.kernel.calls.services import open_call
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.selectors import organisation
from boutdufil.rooms.illico.models import AbuseReport, WorksCouncilOpinion
from boutdufil.rooms.illico.selectors.agent_figures import own_day, team_figures
from boutdufil.rooms.illico.selectors.forecast import forecasts
from boutdufil.rooms.illico.selectors.supervision import wall_page
from boutdufil.rooms.illico.services import abuse
from boutdufil.rooms.illico.services import help as services
from tests.factories.illico import (
    AbuseReportFactory,
    ServiceCallFactory,
    StateSpanFactory,
    WorksCouncilOpinionFactory,
)
from tests.rooms.illico.answering import a_call, answering_number, leader, seated
from tests.rooms.illico.callers import open_number

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def live(monkeypatch):
    """What the dispatcher says of its lines, and what it was asked."""
    said = {"lines": {}, "asked": []}

    def ask(op, **body):
        said["asked"].append((op, body))
        return {"lines": said["lines"]}

    monkeypatch.setattr(realtime, "ask", ask)
    return said


def at_post(number, given_name="Ana", state="available", **seat):
    agent = seated(number, given_name, **seat)
    StateSpanFactory(agent=agent, state=state, began_at=timezone.now() - timedelta(hours=2))
    return agent


def wall_of(number):
    return wall_page(organisation(number.organisation_id))


def test_the_wall_counts_queues_people_and_promises(live):
    number = open_number(code="colis", channels=["voice", "video"])
    at_post(number, languages=("fr", "lsf"), capacity={"voice": 1, "video": 1})
    at_post(number, "Bo", state="paused")
    at_post(number, "Claire", is_interpreter=True)
    now = timezone.now()
    for kept in (True, True, False):
        ServiceCallFactory(number=number, clicked_at=now, outcome="answered", kept=kept)
    ServiceCallFactory(number=number, clicked_at=now, outcome="answered", kept=True, invented=True)
    live["lines"] = {
        "colis:voice": {"waiting": 2, "longest_wait_s": 45, "up": 1},
        "autre:voice": {"waiting": 9, "longest_wait_s": 900, "up": 9},
    }

    page = wall_of(number)

    voice, video = page.lines
    assert (voice.waiting, voice.longest_wait_s, voice.up, voice.present) == (2, 45, 1, 1)
    assert (video.waiting, video.present) == (0, 1)
    assert voice.is_in_danger
    assert not video.is_uncovered
    assert (page.waiting, page.longest_wait_s) == (2, 45)
    [row] = page.figures
    assert (row.figure.counted, row.figure.kept) == (3, 2)
    assert {state: count for state, _label, count in page.states} == {"available": 2, "paused": 1}


def test_nobody_for_sign_language_in_open_hours_is_an_alert(live):
    number = open_number(channels=["voice", "video"])
    at_post(number, capacity={"voice": 1, "video": 1}, languages=("fr",))

    page = wall_of(number)

    assert page.uncovered == [(number.name, ["vidéo en langue des signes"])]
    assert page.has_alerts


def test_without_the_dispatcher_the_queues_are_unknown(settings, tmp_path):
    settings.BOUTDUFIL_DISPATCHER = f"unix:{tmp_path}/nobody.sock"
    number = open_number(channels=["voice"])

    page = wall_of(number)

    assert (page.waiting, page.lines[0].waiting) == (None, None)


def test_the_wall_of_one_shows_nothing_of_another(client, live):
    number, other = open_number(name="Mien"), open_number(name="Autre")
    at_post(other, "Zoé")
    client.force_login(leader(number.organisation))

    shown = client.get(reverse("illico:wall", args=[number.organisation_id])).content.decode()

    assert "Autre" not in shown
    assert "Zoé" not in shown
    assert client.get(reverse("illico:supervision")).url == reverse(
        "illico:wall", args=[number.organisation_id]
    )


def test_names_with_states_wait_for_the_works_council(client, live):
    number = open_number()
    at_post(number, "Anatole", state="paused")
    boss = leader(number.organisation, Role.MANAGER)
    client.force_login(boss)
    figures = reverse("illico:agent_figures", args=[number.organisation_id])
    before = client.get(figures).content.decode()
    assert "pas encore été consulté" in before
    assert "Anatole" not in before
    assert wall_of(number).present[0].state == ""

    opinion = reverse("illico:opinion", args=[number.organisation_id])
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert client.post(opinion, {"given_on": tomorrow}).status_code == 422
    wrong = SimpleUploadedFile("pv.pdf", b"no pdf")
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    refused = client.post(opinion, {"given_on": yesterday, "document": wrong})
    assert refused.status_code == 422
    client.post(opinion, {"given_on": yesterday})

    assert WorksCouncilOpinion.objects.get().recorded_by == boss
    assert "Anatole" in client.get(figures).content.decode()
    assert wall_of(number).present[0].state == "En pause"


def test_only_who_manages_notes_the_opinion(client):
    number = open_number()
    client.force_login(leader(number.organisation))
    opinion = reverse("illico:opinion", args=[number.organisation_id])
    assert client.get(opinion).status_code == 404
    assert client.post(opinion, {"given_on": "2026-10-01"}).status_code == 404


def test_figures_are_of_time_and_calls_and_rank_nobody():
    number = answering_number()
    busy, idle = seated(number, "Zoé"), seated(number, "Ana")
    now = timezone.now()
    StateSpanFactory(agent=busy, state="in_call", began_at=now - timedelta(minutes=9), ended_at=now)
    ServiceCallFactory(number=number, agent=busy, first_human_at=now, clicked_at=now)

    rows = team_figures(number.organisation_id)

    assert [row.given_name for row in rows] == ["Ana", "Zoé"]
    assert (rows[1].answered, rows[1].talk_s) == (1, 540)
    assert own_day(idle.pk).figures.answered == 0
    assert own_day(idle.pk).units == 0


def test_the_next_quarter_of_an_hour_follows_the_last_weeks():
    number, now = answering_number(), timezone.now()
    for week in (1, 2, 3, 4):
        for _ in range(3):
            start = now - timedelta(weeks=week) + timedelta(minutes=5)
            ServiceCallFactory(
                number=number,
                clicked_at=start,
                first_human_at=start,
                ended_at=start + timedelta(seconds=300),
            )

    good = forecasts([number.pk], {"voice": 5}, now)["voice"]
    nobody = forecasts([number.pk], {}, now)["voice"]
    unknown = forecasts([number.pk], {"text": 2}, now)["text"]

    assert (good.calls, good.service_s) == (3, 300)
    assert good.share > 0.99
    assert nobody.share == 0
    assert unknown.share is None


def test_a_number_that_has_just_opened_is_not_taken_for_a_quiet_one():
    now = timezone.now()
    young = answering_number(published_at=now - timedelta(days=10))
    newborn = answering_number(published_at=now - timedelta(days=2))
    week_ago = now - timedelta(weeks=1) + timedelta(minutes=5)
    for at in (week_ago, week_ago, now - timedelta(days=9)):
        ServiceCallFactory(number=young, clicked_at=at)
    ServiceCallFactory(number=newborn, clicked_at=now - timedelta(days=1))

    assert forecasts([young.pk], {}, now)["voice"].calls == 2
    assert forecasts([newborn.pk], {"voice": 1}, now)["voice"].calls is None


def test_a_supervisor_joins_only_when_called_and_under_their_name(client, live):
    number = answering_number()
    agent = at_post(number, state="in_call")
    call = a_call(number)
    lead = leader(number.organisation)
    services.ask_supervision(agent_id=agent.pk, call_id=call.pk)
    services.ask_supervision(agent_id=agent.pk, call_id=call.pk)
    [asked] = wall_of(number).helps
    page = reverse("illico:help_call", args=[asked.id])
    client.force_login(lead)
    assert "Rejoindre l’appel" in client.get(page).content.decode()
    assert not Participant.objects.filter(person=lead).exists()

    client.post(page, {"do": "join"})
    client.post(page, {"do": "join"})

    seat = Participant.objects.get(person=lead)
    assert (seat.call_id, seat.role) == (call.pk, "colleague")
    assert seat.name == f"{lead.name}, supervision"
    assert "data-conversation" in client.get(page).content.decode()
    client.post(page, {"do": "end"})
    assert wall_of(number).helps == ()
    stranger = Browser()
    stranger.force_login(seated(number, "Bo").person)
    assert stranger.get(page).status_code == 404


def test_an_abusive_call_is_talked_over(client, live):
    number = answering_number()
    agent = at_post(number)
    report = AbuseReportFactory(
        organisation=number.organisation,
        agent=agent,
        call=open_call(kind="service", channel="voice"),
    )
    client.force_login(leader(number.organisation))
    assert [one.id for one in wall_of(number).abuses] == [report.pk]

    client.post(reverse("illico:debrief", args=[report.pk]))

    assert AbuseReport.objects.get().debriefed_at
    assert wall_of(number).abuses == ()
    abuse.debrief(report_id=report.pk, person_id=agent.person_id)
    assert AbuseReport.objects.get().debriefed_by != agent.person


def test_moving_somebody_changes_what_rings_there_for_now(client, live):
    number = answering_number(code="colis")
    other = answering_number(code="factures", organisation=number.organisation)
    agent = at_post(number)
    agent.numbers.add(other)
    client.force_login(leader(number.organisation))

    client.post(
        reverse("illico:move_agent", args=[number.organisation_id, agent.pk]),
        {"number": [other.pk]},
    )

    [(op, body)] = [one for one in live["asked"] if one[0] == "move"]
    assert "n:factures" in body["profile"]["skills"]
    assert "n:colis" not in body["profile"]["skills"]
    assert agent.numbers.count() == 2
    elsewhere = at_post(answering_number())
    answer = client.post(
        reverse("illico:move_agent", args=[number.organisation_id, elsewhere.pk]), {}
    )
    assert answer.status_code == 404
    assert op == "move"


def test_a_wall_costs_the_same_for_few_and_for_many(client, live, django_assert_max_num_queries):
    number = open_number()
    at_post(number)
    WorksCouncilOpinionFactory(organisation=number.organisation)
    client.force_login(leader(number.organisation))
    page = reverse("illico:wall", args=[number.organisation_id])
    client.get(page)
    with django_assert_max_num_queries(60) as few:
        client.get(page)
    for n in range(10):
        at_post(number, f"Ana {n}")
        open_number(organisation=number.organisation, name=f"Service {n}")
        AbuseReportFactory(organisation=number.organisation)
    with django_assert_max_num_queries(len(few) + 2):
        client.get(page)
