"""Several people ask for one post of the firm: the declared criteria decide, in their order.

Article D.1233-2-1 asks for this rule. It comes before the joint plan, which then leaves the post
to whoever it was decided for. Criteria are compared as they are, never in bands; equal people are
told apart by the lot the engine draws from their identifiers.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from boutdufil.engines.redeployment import lot_of
from boutdufil.rooms.mobility.enums import Criterion
from boutdufil.rooms.mobility.selectors.plan_pairs import Ground, History, wish_points
from boutdufil.rooms.mobility.selectors.plan_posts import PostRow
from boutdufil.rooms.mobility.selectors.rosters import Employee

Compare = Callable[[Employee, PostRow, Ground], float]


def decide_requests(
    people: Sequence[Employee], posts: Sequence[PostRow], ground: Ground, answers: History
) -> tuple[Ground, History]:
    """Give each internal post to the first of those who asked for it, as far as places go.

    Whoever comes after is free to be proposed any other post, and not this one.
    """
    taken = Counter(answers.settled.values())
    won: dict[str, str] = {}
    lost: set[tuple[str, str]] = set()
    for post, rivals in _requests(people, posts, answers).items():
        ranked = sorted(rivals, key=lambda person: _rank(person, post, ground))
        free = max(0, post.places - taken[str(post.pk)])
        won |= {person.pseudonym: str(post.pk) for person in ranked[:free]}
        lost |= {(person.pseudonym, str(post.pk)) for person in ranked[free:]}
    losers = {name for name, _post in lost}
    wanted = {name: post for name, post in answers.wanted.items() if name not in losers}
    decided = replace(answers, settled={**answers.settled, **won}, wanted=wanted)
    return replace(ground, wanted=wanted, lost=frozenset(lost)), decided


def _requests(
    people: Sequence[Employee], posts: Sequence[PostRow], answers: History
) -> dict[PostRow, list[Employee]]:
    """Return who asked for each post of the employer's own duty."""
    own = {str(post.pk): post for post in posts if post.is_internal}
    asked: dict[PostRow, list[Employee]] = defaultdict(list)
    for person in people:
        post = own.get(answers.wanted.get(person.pseudonym, ""))
        if post is not None and person.pseudonym not in answers.settled:
            asked[post].append(person)
    return asked


def _rank(person: Employee, post: PostRow, ground: Ground) -> tuple[float, ...]:
    """Order rivals: the smaller comes first."""
    criteria = [-_COMPARED[code](person, post, ground) for code in ground.criteria]
    return (*criteria, -lot_of(person.pseudonym, str(post.pk)))


def _fit(person: Employee, post: PostRow, ground: Ground) -> float:
    return ground.fits[person.code, post.code] or 0.0


_COMPARED: Mapping[str, Compare] = {
    Criterion.SENIORITY: lambda person, _post, _ground: person.seniority or 0.0,
    Criterion.FIT: _fit,
    Criterion.WISH: lambda person, post, _ground: wish_points(person, post),
    Criterion.LEAVES_FIRST: lambda person, _post, _ground: -person.ends_on.toordinal(),
}
