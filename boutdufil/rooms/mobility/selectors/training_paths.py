"""From a target to a job: what is missing, the fewest trainings, the legal way, the vacancies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from boutdufil.engines.bridging import Bridge, Course, Gap, bridge
from boutdufil.engines.matching import Match, Part
from boutdufil.engines.matching import Profile as Skills
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.territories import selectors as territories
from boutdufil.kernel.training import selectors as training
from boutdufil.kernel.training.enums import Mode
from boutdufil.kernel.training.selectors.sessions import sessions_of_whole
from boutdufil.rooms.mobility.models import Profile
from boutdufil.rooms.mobility.selectors import near_vacancies, profiles, situations
from boutdufil.rooms.mobility.selectors.timelines import Timeline, timeline
from boutdufil.rooms.mobility.selectors.vehicles import (
    CLOSED,
    NO,
    YES,
    Circumstances,
    VehicleFinding,
    days_without_pay,
    vehicles_for,
)

# Nobody is sent farther every day without having asked for it.
FARTHEST_MINUTES = 90


@dataclass(frozen=True, slots=True)
class Missing:
    """A skill to learn; `essential` when it is the heart of the job."""

    code: str
    label: str
    lang: str
    essential: bool


@dataclass(frozen=True, slots=True)
class GapView:
    """What a card asks beside what is held; `known` False when there is nothing to compare."""

    known: bool
    asked: int
    held: tuple[str, ...]
    close: tuple[str, ...]
    missing: tuple[Missing, ...]

    @property
    def essential(self) -> tuple[Missing, ...]:
        """The missing skills at the heart of the job."""
        return tuple(skill for skill in self.missing if skill.essential)


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """The shortest set of trainings: sums of what is published, None where a cost is not.

    `unknown` are missing essential skills no session to come teaches, `left` those whose sessions
    clash, `later` the other missing skills, learnt on the job. `proven` says that no set does
    better.
    """

    sessions: tuple[training.SessionRow, ...]
    covered: int
    hours: int
    cost_cents: int | None
    ready_on: date | None
    unknown: tuple[str, ...]
    left: tuple[str, ...]
    later: int
    full: tuple[training.SessionRow, ...]
    proven: bool

    @property
    def euros(self) -> float | None:
        """The cost in euros, before any funding."""
        return None if self.cost_cents is None else self.cost_cents / 100

    @property
    def complete(self) -> bool:
        """Whether trainings known here close the whole gap."""
        return not self.unknown and not self.left

    @property
    def starts_on(self) -> date | None:
        """The first day of the first training."""
        return min((row.starts_on for row in self.sessions), default=None)


@dataclass(frozen=True, slots=True)
class WholeCertificate:
    """A certificate that leads to the job, with the sessions that teach all its blocks."""

    certificate: training.CertificateRow
    sessions: tuple[training.SessionRow, ...]


@dataclass(frozen=True, slots=True)
class TrainingPath:
    """A whole way to one job, for one person."""

    code: str
    label: str
    lang: str
    near_place: str
    door: occupations.DoorRow | None
    gap: GapView
    plan: TrainingPlan
    certificates: tuple[WholeCertificate, ...]
    vehicles: tuple[VehicleFinding, ...]
    unpaid: int | None
    timeline: Timeline
    vacancies: near_vacancies.NearVacancies
    situation: situations.SituationView
    source: occupations.Attribution

    @property
    def open_ways(self) -> tuple[VehicleFinding, ...]:
        """The legal ways that may carry this path, those to precise last."""
        return tuple(finding for finding in self.vehicles if finding.state != CLOSED)

    @property
    def closed_ways(self) -> tuple[VehicleFinding, ...]:
        """The legal ways that the answers close."""
        return tuple(finding for finding in self.vehicles if finding.state == CLOSED)


def training_path(profile: Profile, code: str) -> TrainingPath | None:
    """Lead the owner of a path to a job; None when no card has this code."""
    card = occupations.get_card(code)
    if card is None:
        return None
    near = profile.near_code
    place = territories.get_place(near) if near else None
    skills = Skills(profiles.held_skills(profile), profiles.past_codes(profile))
    gap = _gap(skills, card)
    said = situations.situation_of(profile)
    plan = _plan(gap, near, said.income_until)
    door = next((door for door in occupations.open_doors() if door.code == code), None)
    facts = _circumstances(said, plan, door)
    unpaid = days_without_pay(None, facts)
    return TrainingPath(
        code=code,
        label=card.label,
        lang=card.lang,
        near_place=place.name if place else "",
        door=door,
        gap=gap,
        plan=plan,
        certificates=_certificates(code, near),
        vehicles=vehicles_for(facts),
        unpaid=unpaid,
        timeline=timeline(
            today=facts.today,
            sessions=plan.sessions,
            ready=_ready(facts),
            income_until=said.income_until,
            unpaid=unpaid,
        ),
        vacancies=near_vacancies.near_vacancies(
            code,
            near,
            skills=skills,
            beginners_first=door is not None,
        ),
        situation=said,
        source=card.source,
    )


def _circumstances(
    said: situations.SituationView, plan: TrainingPlan, door: occupations.DoorRow | None
) -> Circumstances:
    return Circumstances(
        answers={**said.answers, "door": YES if door else NO},
        today=timezone.localdate(),
        income_until=said.income_until,
        starts_on=plan.starts_on,
        ready_on=plan.ready_on,
        hours=plan.hours,
        complete=plan.complete,
    )


def _ready(facts: Circumstances) -> date | None:
    """Return the first day a new job may begin; None when no known training leads there."""
    return (facts.ready_on or facts.today) + timedelta(days=1) if facts.complete else None


def _gap(skills: Skills, card: occupations.CardPage) -> GapView:
    match = occupations.matching_index().explain(skills, card.code)
    if match is None:
        return GapView(known=False, asked=card.asked, held=(), close=(), missing=())
    core = _core(card, match)
    known = occupations.skills([part.skill for part in _parts(match)])

    def words(parts: Sequence[Part]) -> tuple[str, ...]:
        return tuple(known[part.skill].label for part in parts if part.skill in known)

    return GapView(
        known=bool(skills.held),
        asked=match.asked,
        held=words(match.held),
        close=words(match.close),
        missing=tuple(
            Missing(part.skill, row.label, row.lang, part.skill in core)
            for part in match.missing
            if (row := known.get(part.skill)) is not None
        ),
    )


def _parts(match: Match) -> tuple[Part, ...]:
    return (*match.held, *match.close, *match.missing)


def _core(card: occupations.CardPage, match: Match) -> frozenset[str]:
    """Return the heart of the job; the whole card where it marks none."""
    marked = {row.code for group in card.skill_groups for row in group.skills if row.core}
    return frozenset(marked or {part.skill for part in _parts(match)})


def _plan(gap: GapView, near: str, income_until: date | None) -> TrainingPlan:
    """Find the shortest set of trainings for the heart of the job."""
    wanted = [skill.code for skill in gap.essential]
    rows = [row for row in training.sessions_giving(wanted, near=near) if _is_reachable(row, near)]
    found = bridge(
        Gap(weights=dict.fromkeys(wanted, 1), essential=frozenset(wanted)),
        [_course(row, income_until) for row in rows],
    )
    return _training_plan(gap, found, {str(row.id): row for row in rows})


def _is_reachable(row: training.SessionRow, near: str) -> bool:
    if not near or row.programme.mode == Mode.REMOTE:
        return True
    return row.minutes is not None and row.minutes <= FARTHEST_MINUTES


def _course(row: training.SessionRow, income_until: date | None) -> Course:
    """Return a session as the engine counts it; a cost nobody published counts for nothing."""
    unpaid = 0
    if income_until is not None:
        unpaid = max(0, (row.ends_on - max(income_until, row.starts_on)).days)
    return Course(
        id=f"{row.id:09d}",
        skills=row.programme.skills,
        starts=row.starts_on.toordinal(),
        ends=row.ends_on.toordinal(),
        hours=row.programme.hours,
        cost=row.programme.cost_cents or 0,
        seats=row.left,
        unpaid=unpaid,
        travel=row.minutes or 0,
    )


def _training_plan(
    gap: GapView, found: Bridge, rows: dict[str, training.SessionRow]
) -> TrainingPlan:
    chosen = tuple(rows[str(int(each))] for each in found.courses)
    costs = [row.programme.cost_cents for row in chosen]
    labels = {skill.code: skill.label for skill in gap.missing}
    return TrainingPlan(
        sessions=chosen,
        covered=len(found.covered),
        hours=sum(row.programme.hours for row in chosen),
        cost_cents=None if None in costs else sum(cost for cost in costs if cost),
        ready_on=date.fromordinal(found.ready) if found.ready is not None else None,
        unknown=tuple(labels[code] for code in sorted(found.unknown)),
        left=tuple(labels[code] for code in sorted(found.left)),
        later=sum(not skill.essential for skill in gap.missing),
        full=tuple(rows[str(int(each))] for each in found.full),
        proven=found.proven,
    )


def _certificates(code: str, near: str) -> tuple[WholeCertificate, ...]:
    """Return the certificates of the job with the sessions near enough that teach them whole."""
    found = training.certificates_for(code)
    whole = sessions_of_whole([certificate.id for certificate in found], near=near)
    return tuple(
        WholeCertificate(
            certificate,
            tuple(row for row in whole.get(certificate.id, ()) if _is_reachable(row, near)),
        )
        for certificate in found
    )
