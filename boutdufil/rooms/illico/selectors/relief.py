"""What a number does when nobody is free, and who is there to be asked."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.models import Agent, EntrustedNumber, Number
from boutdufil.rooms.illico.models import Relief as ReliefRow
from boutdufil.rooms.illico.rules.offering import SIGNS
from boutdufil.rooms.illico.rules.relief import Circle, Floor, Relief, circles, kept_skill

FRENCH = "fr"


@dataclass(frozen=True, slots=True)
class Stage:
    """From a second of a wait on: who may answer, and how many are seated for that."""

    after_s: int
    circle: Circle
    seated: int


@dataclass(frozen=True, slots=True)
class ReliefPage:
    """What an owner has asked, what may be asked, and what a caller's minute is like with it."""

    relief: Relief
    floor: Floor
    helpers: tuple[tuple[int, str], ...]
    languages: tuple[str, ...]
    stages: tuple[Stage, ...]
    helper: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What relief adds to what an agent may answer: skills, and how near they stand to numbers."""

    skills: frozenset[str]
    levels: dict[str, int]


def relief_of(number_id: int) -> Relief:
    """Return what the owner of a number has asked; everybody at once when nothing was."""
    row = ReliefRow.objects.filter(pk=number_id).first()
    return _relief(row) if row else Relief()


def relief_page(number_id: int) -> ReliefPage:
    """Return everything the owner's page of relief shows."""
    number = Number.objects.get(pk=number_id)
    relief = relief_of(number_id)
    helpers = helpers_of(number)
    names = dict(helpers)
    floor = floor_of(number, [key for key, _name in helpers])
    return ReliefPage(
        relief=relief,
        floor=floor,
        helpers=helpers,
        languages=languages_of(number),
        stages=_stages(number, relief, floor),
        helper=names.get(relief.helper_id or 0, ""),
    )


def helpers_of(number: Number) -> tuple[tuple[int, str], ...]:
    """Return the numbers of the same holder that share a channel, open and not this one."""
    others = Number.objects.filter(
        organisation_id=number.organisation_id,
        published_at__isnull=False,
        closed_at=None,
        channels__overlap=number.channels,
    )
    return tuple(others.exclude(pk=number.pk).order_by("name", "pk").values_list("pk", "name"))


def languages_of(number: Number) -> tuple[str, ...]:
    """Return what is spoken, signed or cued beside French, the first to be rare."""
    signs = (SIGNS,) if Channel.VIDEO in number.channels else ()
    return (*signs, *(one for one in number.languages if one != FRENCH))


def floor_of(number: Number, helpers: list[int]) -> Floor:
    """Return who is seated on a number: in the house, and by language."""
    seated = list(_seated(number.pk))
    providers = _providers(number.pk)
    spoken = Counter(tongue for agent in seated for tongue in set(agent.languages))
    in_house = sum(agent.organisation_id not in providers for agent in seated)
    return Floor(helpers=helpers, in_house=in_house, speakers=dict(spoken))


def standing_of(agent: Agent, numbers: list[Number]) -> Standing:
    """Return what relief adds to the profile of an agent who answers these numbers."""
    keys = [number.pk for number in numbers]
    asked = Q(number__in=keys) | Q(helper__in=keys)
    rows = ReliefRow.objects.filter(asked, number__closed_at=None).select_related("number")
    provides = set(
        EntrustedNumber.objects.filter(
            organisation_id=agent.organisation_id, number__in=keys, ended_at=None
        ).values_list("number_id", flat=True)
    )
    skills: set[str] = set()
    levels: dict[str, int] = {}
    for row in rows:
        number = row.number
        if number.pk not in keys:
            skills |= {f"n:{number.code}", *number.skills}
            levels[f"n:{number.code}"] = Circle.HELPER
            continue
        near = Circle.PROVIDER if number.pk in provides else Circle.HOUSE
        levels[f"n:{number.code}"] = near
        skills |= {kept_skill(number.code, one) for one in row.kept if one in agent.languages}
    return Standing(frozenset(skills), {skill: int(one) for skill, one in levels.items()})


def touched_agents(number_id: int, helpers: set[int]) -> list[int]:
    """Return the seats whose calls change when the relief of a number does."""
    found = Agent.objects.filter(numbers__in={number_id, *helpers}, ended_at=None)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


def _stages(number: Number, relief: Relief, floor: Floor) -> tuple[Stage, ...]:
    everybody = _seated(number.pk).count()
    helping = _helping(number.pk, relief.helper_id)
    seated = {
        Circle.HOUSE: floor.in_house,
        Circle.PROVIDER: everybody,
        Circle.HELPER: everybody + helping,
    }
    return tuple(Stage(after, circle, seated[circle]) for after, circle in circles(relief))


def _helping(number_id: int, helper_id: int | None) -> int:
    if helper_id is None:
        return 0
    return _seated(helper_id).exclude(numbers=number_id).count()


def _seated(number_id: int) -> QuerySet[Agent]:
    return Agent.objects.filter(numbers=number_id, ended_at=None, is_interpreter=False)


def _providers(number_id: int) -> set[int]:
    held = EntrustedNumber.objects.filter(number_id=number_id, ended_at=None)
    return set(held.values_list("organisation_id", flat=True))


def _relief(row: ReliefRow) -> Relief:
    return Relief(
        providers_after_s=row.providers_after_s,
        helper_id=row.helper_id,
        helper_after_s=row.helper_after_s,
        kept=dict(row.kept),
    )
