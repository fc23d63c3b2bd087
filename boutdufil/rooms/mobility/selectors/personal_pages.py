"""What one person reads of a plan, behind a code nobody guesses."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from boutdufil.adapters import vault
from boutdufil.rooms.mobility.enums import Criterion, PlanState
from boutdufil.rooms.mobility.models import PostList, Proposal, RosterEntry
from boutdufil.rooms.mobility.selectors.plan_answers import Standing, standing_of
from boutdufil.rooms.mobility.selectors.rosters import plan_key, row_name

# 25 letters and digits of base 32 carry 125 bits; shown in groups of five, for paper.
CODE_LETTERS, GROUP = 25, 5
SALT = "mobility.plan_code"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why one post is proposed, or is not; the words stand in the templates.

    `fit` in [0, 1] or None when unknown; `minutes` None for a post at home or an unknown way.
    """

    post: int
    reason: str
    fit: float | None
    minutes: int | None
    limits: tuple[str, ...]
    gap_days: int
    gap_known: bool
    contract: bool
    hours: bool | None
    pay: bool | None
    holders: int
    better: int
    fewer: int
    below_floor: bool


@dataclass(frozen=True, slots=True)
class ListedPost:
    """One post of a dated list, as it was printed, with what it is for this person."""

    facts: Mapping[str, Any]
    reasons: Reasons | None

    @property
    def pk(self) -> int:
        """The plan's number for it."""
        return int(self.facts["pk"])

    @property
    def starts_on(self) -> date | None:
        """The first day, where it was said."""
        said = self.facts["starts_on"]
        return date.fromisoformat(said) if said else None


@dataclass(frozen=True, slots=True)
class PersonalPage:
    """What is handed to one person with one list, and where their answer stands."""

    proposal: Proposal
    site: str
    list_number: int
    published_on: date
    criteria: tuple[str, ...]
    clear_days: int
    receivership: bool
    proposed: ListedPost | None
    internal: tuple[ListedPost, ...]
    external: tuple[ListedPost, ...]
    chosen: ListedPost | None
    can_answer: bool
    can_correct: bool
    claimed_by: int | None
    answered_at: datetime | None

    @property
    def posts(self) -> tuple[ListedPost, ...]:
        """Every post of the list, the employer's duty first."""
        return self.internal + self.external

    @property
    def may_apply(self) -> bool:
        """Whether the post chosen takes an application: another employer's, published."""
        facts = self.chosen.facts if self.chosen else {}
        return bool(facts.get("published")) and not facts["internal"]


def new_code(key: bytes, nonce: str) -> str:
    """Return the code of a nonce: derived with the plan's key (HMAC, RFC 2104), stored nowhere."""
    digest = hmac.new(key, f"{SALT}:{nonce}".encode(), hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode()[:CODE_LETTERS]
    return "-".join(letters[at : at + GROUP] for at in range(0, CODE_LETTERS, GROUP))


def code_of(entry: RosterEntry, key: bytes | None = None) -> str:
    """Return the code of a person's page; empty where a row has none."""
    key = key or plan_key(entry.plan)
    return new_code(key, entry.code_nonce) if key and entry.code_nonce else ""


def plain_code(text: str) -> str:
    """Return a code as it is written, whatever spaces and case were typed; 0 and 1 are read."""
    bare = re.sub(r"[^A-Z0-9]", "", text.upper()).replace("0", "O").replace("1", "I")
    return "-".join(bare[at : at + GROUP] for at in range(0, len(bare), GROUP))


def hash_of_code(code: str) -> str:
    """The form in which a code is found: whoever reads the table cannot open a page."""
    return hashlib.sha256(plain_code(code).encode()).hexdigest()


def entry_of_code(code: str) -> RosterEntry | None:
    """Return the person of a code; None for a code that opens nothing."""
    found = RosterEntry.objects.filter(code_hash=hash_of_code(code)).select_related(
        "plan__organisation"
    )
    entry = found.first()
    if entry is None or entry.plan.confidential or entry.plan.state == PlanState.CLOSED:
        return None
    return entry


def current_proposal(entry: RosterEntry) -> Proposal | None:
    """Return what was handed to a person last."""
    return entry.proposals.select_related("post_list").order_by("-post_list__number").first()


def personal_page(entry: RosterEntry) -> PersonalPage | None:
    """Return the page of a person; None before anything was proposed."""
    proposal = current_proposal(entry)
    if proposal is None:
        return None
    posts = listed_posts(proposal.post_list, reasons_of(proposal))
    by_number = {post.pk: post for post in posts}
    standing = standing_of(proposal, timezone.localdate())
    return PersonalPage(
        proposal=proposal,
        site=entry.plan.organisation.name,
        list_number=proposal.post_list.number,
        published_on=proposal.post_list.published_on,
        criteria=criteria_labels(proposal.post_list),
        clear_days=proposal.post_list.clear_days,
        receivership=entry.plan.receivership,
        proposed=by_number.get(proposal.proposed_id or 0),
        internal=tuple(post for post in posts if post.facts["internal"]),
        external=tuple(post for post in posts if not post.facts["internal"]),
        chosen=by_number.get(proposal.chosen_id or 0),
        can_answer=standing == Standing.FIRST,
        can_correct=standing == Standing.CORRECTION,
        claimed_by=entry.person_id,
        answered_at=proposal.answered_at,
    )


def criteria_labels(post_list: PostList) -> tuple[str, ...]:
    """Return the criteria printed on a list, in words."""
    return tuple(
        str(Criterion(code).label) for code in post_list.criteria if code in Criterion.values
    )


def other_posts(posts: Sequence[ListedPost], proposed: int | None) -> list[tuple[int, str]]:
    """Return the posts somebody may ask for instead of the one proposed, to choose from."""
    return [
        (post.pk, f"{post.facts['title']}, {post.facts['employer']}")
        for post in posts
        if post.pk != proposed
    ]


def listed_posts(post_list: PostList, reasons: Sequence[Reasons] = ()) -> list[ListedPost]:
    """Return the posts of a dated list with what they are for one person."""
    told = {one.post: one for one in reasons}
    return [ListedPost(facts, told.get(int(facts["pk"]))) for facts in post_list.posts]


def reasons_of(proposal: Proposal) -> list[Reasons]:
    """Return why each post is proposed to a person or not, as it was when it was handed over."""
    key = plan_key(proposal.entry.plan)
    if key is None or not proposal.reasons:
        return []
    about = row_name(proposal.entry.plan_id)
    facts = vault.unseal_facts(key, bytes(proposal.reasons), about=about)
    return [Reasons(**one | {"limits": tuple(one["limits"])}) for one in facts["posts"]]
