"""Invented calls of the past weeks, and what the charter made of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from django.utils.translation import gettext_noop

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.illico.demo.numbers import NUMBERS, find
from boutdufil.rooms.illico.enums import CharterAct, DecisionState, Outcome
from boutdufil.rooms.illico.models import CharterDecision, Number, ServiceCall
from boutdufil.rooms.illico.rules.opening import PARIS, days_from, paris_day
from boutdufil.rooms.illico.services import charter
from boutdufil.rooms.illico.services.committee import appoint_member
from boutdufil.rooms.illico.services.invented_calls import InventedCall, record_invented_calls

COMMITTEE = (
    ("comite", "Jeanne Lacroix", gettext_noop("Siège au comité de la charte, signe en second")),
    ("comite-2", "Paul Ngo", gettext_noop("Siège au comité de la charte")),
    ("comite-3", "Lucie Abadie", gettext_noop("Siège au comité de la charte, juge les recours")),
    ("comite-4", "Marc Ostermann", gettext_noop("Siège au comité de la charte")),
)
WAITED_TOO_LONG = 61


@dataclass(frozen=True, slots=True)
class Course:
    """How many calls a day a number had by channel, over so many days, and what share it kept."""

    days: int
    a_day: dict[str, int]
    kept: dict[str, float]


VOICE, VIDEO, TEXT = Channel.VOICE, Channel.VIDEO, Channel.TEXT
COURSES = {
    "suivi-de-commande": Course(
        35, {VOICE: 14, VIDEO: 5, TEXT: 6}, {VOICE: 0.975, VIDEO: 0.97, TEXT: 0.985}
    ),
    "sinistres": Course(35, {VOICE: 10, VIDEO: 2, TEXT: 4}, {VOICE: 0.83, VIDEO: 0.95, TEXT: 0.96}),
    "mairie-de-valmont": Course(
        35, {VOICE: 8, VIDEO: 4, TEXT: 3}, {VOICE: 0.98, VIDEO: 0.975, TEXT: 0.99}
    ),
    "assistance-internet": Course(
        75, {VOICE: 7, VIDEO: 1, TEXT: 3}, {VOICE: 0.71, VIDEO: 0.8, TEXT: 0.88}
    ),
    "transports-de-la-lys": Course(
        35, {VOICE: 6, VIDEO: 1, TEXT: 2}, {VOICE: 0.965, VIDEO: 0.96, TEXT: 0.97}
    ),
    "ateliers-conseil": Course(20, {VOICE: 1}, {VOICE: 0.95}),
}


def furnish(now: datetime) -> None:
    """Write the calls and the steps of the charter, each once."""
    if ServiceCall.objects.filter(invented=True).exists():
        return
    members = [_member(*told, since=now - timedelta(days=150)) for told in COMMITTEE]
    for one in NUMBERS:
        number = find(one.draft.code)
        course = COURSES[number.code]
        record_invented_calls(number_id=number.pk, calls=_calls(number.code, course, now))
    for one in NUMBERS[:-1]:
        _admit(find(one.draft.code), members, now - timedelta(days=110))
    _suspend(find("assistance-internet"), members, now)
    charter.apply_rule(now=now)
    _apply(find("ateliers-conseil"), now - timedelta(days=2))


def _member(slug: str, name: str, story: str, *, since: datetime) -> Person:
    person = create_demo_person(slug=slug, name=name, story=story)
    appoint_member(person_id=person.pk, actor_id=None, since=since)
    return person


def _admit(number: Number, members: list[Person], at: datetime) -> None:
    step = charter.propose(
        number_id=number.pk,
        act=CharterAct.ADMIT,
        grounds="Nous tenons la promesse depuis l’ouverture du numéro et voulons être comptés.",
        actor_id=_holder(number).pk,
        now=at,
    )
    _sign(step, members[:2], "Les engagements sont signés et les heures publiées.", at)


def _suspend(number: Number, members: list[Person], now: datetime) -> None:
    """Let the rule watch, then propose; the committee hears, decides, and an appeal follows."""
    proposed_at, heard_at = now - timedelta(days=14), now - timedelta(days=6)
    charter.apply_rule(now=now - timedelta(days=44))
    charter.apply_rule(now=proposed_at)
    step = CharterDecision.objects.filter(
        number=number, act=CharterAct.SUSPEND, state=DecisionState.PROPOSED
    ).first()
    if step is None:
        return
    holder, officer = _holder(number), members[0]
    charter.set_hearing(
        decision_id=step.pk, hearing_at=heard_at, actor_id=officer.pk, now=proposed_at
    )
    charter.answer_step(
        decision_id=step.pk,
        text="Deux départs n’ont pas été remplacés. Huit personnes arrivent en décembre.",
        actor_id=holder.pk,
        now=now - timedelta(days=8),
    )
    reason = (
        "La promesse est rompue près d’une fois sur trois depuis dix semaines. Les recrutements "
        "annoncés ne changent rien avant décembre : la suspension sera levée quand ils y seront."
    )
    _sign(step, members[:2], reason, heard_at + timedelta(days=1))


def _apply(number: Number, at: datetime) -> None:
    charter.propose(
        number_id=number.pk,
        act=CharterAct.ADMIT,
        grounds="Nous sommes trois à répondre et voulons entrer dès maintenant.",
        actor_id=_holder(number).pk,
        now=at,
    )


def _sign(step: CharterDecision, members: list[Person], reason: str, at: datetime) -> None:
    for place, member in enumerate(members):
        charter.sign_verdict(
            decision_id=step.pk,
            accepted=True,
            reason="" if place else reason,
            member_id=member.pk,
            now=at,
        )


def _holder(number: Number) -> Person:
    slug = next(one.holder.slug for one in NUMBERS if one.draft.code == number.code)
    return Person.objects.get(demo_slug=slug)


def _calls(code: str, course: Course, now: datetime) -> Iterator[InventedCall]:
    """Return the calls of a number, the same at each furnishing of the same day."""
    chance = Random(code)  # noqa: S311 (drawn for a demo, not for a secret)
    first = paris_day(now) - timedelta(days=course.days)
    for day in days_from(first, course.days):
        midnight = datetime.combine(day, time(0), PARIS)
        for channel, count in course.a_day.items():
            for _one in range(count + chance.randint(-1, 1)):
                clicked_at = midnight + timedelta(seconds=chance.randint(9 * 3600, 18 * 3600))
                yield _drawn(channel, clicked_at, course.kept[channel], chance)


def _drawn(channel: str, clicked_at: datetime, kept: float, chance: Random) -> InventedCall:
    """Return a call: hung up at once, answered in time, given up, or answered late."""
    seconds, waited = round(chance.gammavariate(2.2, 110)), None
    fate = chance.random()
    if fate < 0.03:
        outcome, keeps, seconds = Outcome.ABANDONED_AT_ONCE, None, chance.randint(1, 4)
    elif chance.random() < kept:
        outcome, keeps = Outcome.ANSWERED, True
        waited = min(59.0, 2 + chance.expovariate(1 / 14))
    elif fate < 0.4:
        outcome, keeps, seconds = Outcome.ABANDONED, False, chance.randint(20, 150)
    else:
        outcome, keeps = Outcome.ANSWERED, False
        waited = WAITED_TOO_LONG + chance.expovariate(1 / 60)
    return InventedCall(channel, clicked_at, waited, seconds, outcome, keeps)
