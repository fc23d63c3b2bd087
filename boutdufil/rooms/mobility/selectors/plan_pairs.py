"""What would come of each person on each post, and the problem the engine is given.

Everything a page says of a pair is computed here once: the limits it breaks, the days without a
contract, what is kept of contract, hours and pay, the skills in common, the declared criteria.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from boutdufil.engines.matching import Profile
from boutdufil.engines.redeployment import Candidate, Offer, Pair, Problem
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.posts.enums import Contract
from boutdufil.rooms.mobility.enums import Criterion
from boutdufil.rooms.mobility.models import Plan
from boutdufil.rooms.mobility.selectors.commutes import Ways, ways_between
from boutdufil.rooms.mobility.selectors.plan_posts import PostRow
from boutdufil.rooms.mobility.selectors.rosters import Employee

# Each criterion gives 0 to 9; the first declared counts ten times the second, and so on.
HIGHEST = 9
WEIGHTS = (1_000.0, 100.0, 10.0, 1.0)
YEARS_A_POINT, DAYS_A_POINT = 3, 14
WISHED_OCCUPATION = 5
AT_HOME = 5

Fits = Mapping[tuple[str, str], float | None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person on one post.

    `limits` are codes of what is outside the person's own limits; `fit` in [0, 1] or None when
    unknown; `contract`, `hours` and `pay` tell whether each is kept, None when unknown.
    """

    person: Employee
    post: PostRow
    limits: tuple[str, ...]
    fit: float | None
    minutes: int | None
    gap_days: int
    gap_known: bool
    contract: bool
    hours: bool | None
    pay: bool | None
    points: tuple[int, ...]

    @property
    def keeps_terms(self) -> bool:
        """Whether contract, hours and pay are all known to be kept."""
        return self.contract and self.hours is True and self.pay is True

    @property
    def priority(self) -> float:
        """The declared criteria as one number; earlier ones outweigh later ones."""
        return sum(weight * point for weight, point in zip(WEIGHTS, self.points, strict=False))


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything judgements are made from, fetched once for a whole plan.

    `wanted` is the post each person asked for, `lost` the requests that others come before.
    """

    ways: Ways
    fits: Fits
    criteria: tuple[str, ...]
    max_minutes: int
    first_end: date
    wanted: Mapping[str, str]
    lost: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class History:
    """What stands whatever is computed: posts accepted or still being thought over, refusals.

    Whoever asked for one post of the list (`wanted`) is proposed that one or none. People by
    pseudonym, posts by the plan's number for them, as text.
    """

    settled: Mapping[str, str]
    refused: frozenset[tuple[str, str]]
    wanted: Mapping[str, str]


def ground_of(
    plan: Plan,
    people: Sequence[Employee],
    posts: Sequence[PostRow],
    criteria: Sequence[str],
    wanted: Mapping[str, str],
) -> Ground:
    """Fetch ways and fits of all people to all posts."""
    return Ground(
        ways=ways_between({one.commune for one in people}, {post.commune for post in posts}),
        fits=fits_between({one.code for one in people}, {post.code for post in posts}),
        criteria=tuple(criteria),
        max_minutes=plan.max_minutes,
        first_end=min((one.ends_on for one in people), default=plan.closes_on),
        wanted=wanted,
    )


def fits_between(origins: set[str], targets: set[str]) -> Fits:
    """Return the share of the skills a card asks that another card brings, near ones for half.

    None where one of the two has no card: nothing is then known, which is not zero.
    """
    index = occupations.matching_index()
    fits: dict[tuple[str, str], float | None] = {}
    for origin in sorted(origins):
        held = _asked(origin)
        brought = {
            match.code: min(1.0, dict(match.parts)["held"] + dict(match.parts)["close"])
            for match in index.rank(Profile(held))
        }
        for target in targets:
            known = bool(held) and index.explain(Profile(frozenset()), target) is not None
            fits[origin, target] = brought.get(target, 0.0) if known else None
    return fits


def judge(person: Employee, post: PostRow, ground: Ground) -> Judgement:
    """Look at one person on one post."""
    minutes = None if is_at_home(post) else _minutes(person, post, ground)
    gap = (post.starts_on - person.ends_on).days - 1 if post.starts_on else 0
    fit = ground.fits[person.code, post.code]
    return Judgement(
        person=person,
        post=post,
        limits=limits_broken(person, post, minutes, ground),
        fit=fit,
        minutes=minutes,
        gap_days=max(0, gap),
        gap_known=post.starts_on is not None,
        contract=post.contract == Contract.PERMANENT,
        hours=_at_least(post.weekly_hours, person.weekly_hours),
        pay=_at_least(post.month_pay[1] or post.month_pay[0], person.pay),
        points=tuple(_POINTS[code](person, post, fit, ground) for code in ground.criteria),
    )


def judge_all(
    people: Sequence[Employee], posts: Sequence[PostRow], ground: Ground
) -> list[Judgement]:
    """Look at everybody on every post, and keep what is within people's own limits."""
    return [
        judge(person, post, ground)
        for person in people
        for post in posts
        if not limits_broken(person, post, _minutes(person, post, ground), ground)
    ]


def is_at_home(post: PostRow) -> bool:
    """Tell whether a post is held from home all week long."""
    return post.home_days >= AT_HOME


def problem_of(
    floor: float,
    people: Sequence[Employee],
    posts: Sequence[PostRow],
    judgements: Sequence[Judgement],
    history: History,
) -> Problem:
    """Return what the engine solves: people by pseudonym, posts by the plan's number for them.

    `floor` in [0, 1]. Posts that people accepted stay theirs, even where fewer are open by now.
    """
    taken = Counter(history.settled.values())
    return Problem(
        candidates=tuple(Candidate(one.pseudonym, floor) for one in people),
        offers=tuple(Offer(str(post.pk), max(post.places, taken[str(post.pk)])) for post in posts),
        pairs=tuple(_pair(one) for one in judgements),
        settled=history.settled,
        refused=history.refused,
    )


def _pair(one: Judgement) -> Pair:
    return Pair(
        candidate=one.person.pseudonym,
        offer=str(one.post.pk),
        fit=one.fit,
        gap_days=one.gap_days,
        keeps_terms=one.keeps_terms,
        within_limits=not one.limits,
        priority=one.priority,
    )


def _minutes(person: Employee, post: PostRow, ground: Ground) -> int | None:
    return ground.ways[person.commune, post.commune, person.has_car]


def _asked(code: str) -> frozenset[str]:
    card = occupations.get_card(code)
    groups = card.skill_groups if card else ()
    return frozenset(skill.code for group in groups for skill in group.skills)


def limits_broken(
    person: Employee, post: PostRow, minutes: int | None, ground: Ground
) -> tuple[str, ...]:
    """Name what is outside the person's own limits; an unknown way is not within them.

    Whoever asks for a post has looked at it: their request is their word on its limits.
    """
    asked = ground.wanted.get(person.pseudonym)
    if asked is not None:
        return () if asked == str(post.pk) else ("wanted",)
    most = ground.max_minutes if person.max_minutes is None else person.max_minutes
    broken = []
    if not is_at_home(post) and (minutes is None or minutes > most):
        broken.append("journey")
    if person.no_sunday and post.works_sundays:
        broken.append("sunday")
    if person.no_night and post.works_nights:
        broken.append("night")
    if post.home_days < person.home_days:
        broken.append("home")
    if (person.pseudonym, str(post.pk)) in ground.lost:
        broken.append("rival")
    return tuple(broken)


def _at_least(offered: float | None, held: float | None) -> bool | None:
    return None if offered is None or held is None else offered >= held


def _seniority(person: Employee, _post: PostRow, _fit: float | None, _ground: Ground) -> int:
    return min(HIGHEST, int((person.seniority or 0) // YEARS_A_POINT))


def _fit(_person: Employee, _post: PostRow, fit: float | None, _ground: Ground) -> int:
    return min(HIGHEST, int((fit or 0) * (HIGHEST + 1)))


def wish_points(person: Employee, post: PostRow) -> int:
    """Return what a wish counts: this very post before its occupation."""
    if str(post.vacancy_id) in person.wishes:
        return HIGHEST
    return WISHED_OCCUPATION if post.code in person.wishes else 0


def _wish(person: Employee, post: PostRow, _fit: float | None, _ground: Ground) -> int:
    return wish_points(person, post)


def _leaves_first(person: Employee, _post: PostRow, _fit: float | None, ground: Ground) -> int:
    later = (person.ends_on - ground.first_end) // timedelta(days=DAYS_A_POINT)
    return max(0, HIGHEST - later)


_POINTS: Mapping[str, Callable[[Employee, PostRow, float | None, Ground], int]] = {
    Criterion.SENIORITY: _seniority,
    Criterion.FIT: _fit,
    Criterion.WISH: _wish,
    Criterion.LEAVES_FIRST: _leaves_first,
}
