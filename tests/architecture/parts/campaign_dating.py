"""A job dating of the inhabited site: published, with a late candidate and somebody to be told."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.rooms.campaigns.enums import EventKind, MeetingState, Outcome
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.rules.tickets import link_of
from boutdufil.rooms.campaigns.selectors.dating import dating_row
from boutdufil.rooms.campaigns.selectors.dating_visits import screen_token
from tests.factories.campaigns import (
    AvailabilityFactory,
    ConsentFactory,
    DatingFactory,
    DatingPlanFactory,
    EventFactory,
    IntakeFactory,
    MeetingFactory,
    QuestionFactory,
    RegistrationFactory,
    TableFactory,
    WishFactory,
)
from tests.factories.posts import AttachmentFactory, PostFactory, VacancyFactory

OF_THE_DAY = ("dating", "dating_hours", "new_table", "dating_act", "dating_day")


def inhabit_dating(tour: Node) -> dict[str, dict[str, object]]:
    """Give the tour a job dating with everything its pages may show."""
    event = EventFactory(
        parent=tour,
        name="Job dating de la page",
        slug="job-dating",
        event_kind=EventKind.JOB_DATING,
    )
    intake = IntakeFactory(node=event)
    begun = timezone.now() - timedelta(minutes=15)
    day = DatingFactory(node=event, starts_at=begun, breaks=[5], published_at=begun, rounds=8)
    DatingPlanFactory(dating=day, meetings=3, bound=4, fit=2.5, fit_bound=3.0)
    tables = _tables(day, event)
    people = [RegistrationFactory(intake=intake, name=name) for name in ("Inès Page", "Hugo Page")]
    question = QuestionFactory(node=event, label="Votre expérience ?")
    people[0].answers = {str(question.pk): "Deux ans"}
    people[0].save()
    ConsentFactory(registration=people[0])
    AvailabilityFactory(registration=people[0], job_code="D1408", job_title="Conseil")
    AvailabilityFactory(registration=people[1], late_at=begun, away=[0], shown_as="name")
    for person in people:
        for rank, table in enumerate(tables, start=1):
            WishFactory(registration=person, table=table, rank=rank)
    meetings = _meetings(tables, people)
    token = link_of(people[0])
    of_the_event: dict[str, object] = {"node_id": event.pk}
    return {
        **{f"campaigns:{name}": of_the_event for name in OF_THE_DAY},
        "campaigns:edit_table": of_the_event | {"table_id": tables[0].pk},
        "campaigns:dating_person": of_the_event | {"registration_id": people[1].pk},
        "campaigns:dating_meeting": of_the_event | {"meeting_id": meetings[2].pk},
        "campaigns:table": {"table_id": tables[0].pk},
        "campaigns:outcome": {"table_id": tables[0].pk, "meeting_id": meetings[1].pk},
        "campaigns:wishes": {"token": token},
        "campaigns:own_meetings": {"token": token},
        "campaigns:screen": {"slug": event.slug, "token": screen_token(dating_row(day))},
    }


def _tables(day: object, event: Node) -> list[object]:
    tables = [
        TableFactory(dating=day, organisation=event.organiser, label=f"Table {n}", breaks=[4])
        for n in (1, 2, 3)
    ]
    for _number in range(2):
        vacancy = VacancyFactory(organisation=event.organiser)
        PostFactory(vacancy=vacancy, number=1)
        AttachmentFactory(vacancy=vacancy, to=f"campaign:{event.pk}")
        tables[0].vacancies.add(vacancy)
    return tables


def _meetings(tables: list[object], people: list[object]) -> list[object]:
    met = {"state": MeetingState.MET, "outcome": Outcome.OFFER, "note": "Revenir vers Inès."}
    return [
        MeetingFactory(table=tables[0], registration=people[0], told_round=0, **met),
        MeetingFactory(table=tables[0], registration=people[1], round=2, told_round=2),
        MeetingFactory(table=tables[1], registration=people[0], round=3, told_round=2),
        MeetingFactory(
            table=tables[1], registration=people[1], state=MeetingState.CANCELLED, told_round=0
        ),
    ]
