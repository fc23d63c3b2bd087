"""What the social partners may read of a plan: aggregates, small counts hidden."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.engines.redeployment import Stage
from boutdufil.engines.secrecy import hide_small_counts
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.mobility.enums import Criterion, PlanAnswer
from boutdufil.rooms.mobility.models import Plan, Proposal, SheetLink
from boutdufil.rooms.mobility.permissions.plans import can_read_sheet
from boutdufil.rooms.mobility.selectors.plan_answers import kind_of
from boutdufil.rooms.mobility.selectors.plan_goals import is_optimal, is_proven
from boutdufil.rooms.mobility.selectors.plan_posts import plan_posts
from boutdufil.rooms.mobility.selectors.plan_results import Computed, last_computed
from boutdufil.rooms.mobility.selectors.plans import criteria_in_force

THRESHOLD = 5
# Beyond these the rarest occupations are counted together.
MOST_OCCUPATIONS = 15
OUTCOMES = ("accepted", "thinking", "asking", "refused", "none")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One occupation; None is a hidden count; the last count is the total."""

    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The aggregates of a plan, and how sure its goals are; no count of the goals is told.

    `proof` is "exact", "rounded" or empty; `criteria` are codes.
    """

    title: str
    site: str
    made_at: datetime
    version: int | None
    computed_at: datetime | None
    proof: str
    criteria: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    hidden: int
    internal_places: int
    external_places: int
    threshold: int

    @property
    def header(self) -> tuple[str, ...]:
        """What the columns count."""
        return (
            _("Métier"),
            _("A accepté"),
            _("Réfléchit encore"),
            _("A demandé un autre poste"),
            _("A refusé ou n’a pas répondu"),
            _("Sans proposition"),
            _("Ensemble"),
        )

    @property
    def criteria_labels(self) -> tuple[str, ...]:
        """The criteria in words, in their order."""
        return tuple(str(Criterion(code).label) for code in self.criteria)


def sheet(plan: Plan) -> Sheet:
    """Return the aggregates of a plan as it stands."""
    computed, criteria, posts = last_computed(plan), criteria_in_force(plan), plan_posts(plan)
    rows, hidden = _table(plan, computed)
    places = Counter[bool]()
    for post in posts:
        places[post.is_internal] += post.places
    stages = computed.solution.stages if computed else ()
    return Sheet(
        title=plan.title,
        site=plan.organisation.name,
        made_at=timezone.now(),
        version=computed.version.number if computed else None,
        computed_at=computed.version.done_at if computed else None,
        proof=_proof(stages),
        criteria=criteria.codes if criteria else (),
        rows=rows,
        hidden=hidden,
        internal_places=places[True],
        external_places=places[False],
        threshold=THRESHOLD,
    )


def kept_copy(shown: Sheet) -> dict[str, Any]:
    """Return a sheet as a link keeps it."""
    kept = asdict(shown)
    kept["made_at"] = shown.made_at.isoformat()
    kept["computed_at"] = shown.computed_at.isoformat() if shown.computed_at else None
    return kept


def read_copy(kept: Mapping[str, Any]) -> Sheet:
    """Return a kept sheet."""
    computed_at = kept["computed_at"]
    facts = dict(kept) | {
        "made_at": datetime.fromisoformat(kept["made_at"]),
        "computed_at": datetime.fromisoformat(computed_at) if computed_at else None,
        "criteria": tuple(kept["criteria"]),
        "rows": tuple(SheetRow(row["label"], tuple(row["counts"])) for row in kept["rows"]),
    }
    return Sheet(**facts)


def linked_sheet(token: str) -> Sheet | None:
    """Return the aggregates as they stood when a link was given; None when it opens nothing."""
    link = (
        SheetLink.objects.select_related("plan__organisation")
        .filter(token_hash=hash_token(token))
        .first()
    )
    opens = link is not None and bool(link.copy) and can_read_sheet(link, timezone.now())
    return read_copy(link.copy) if link is not None and opens else None


def links_of(plan: Plan) -> list[SheetLink]:
    """Return the links given so far that still open the sheet."""
    return list(plan.sheet_links.filter(withdrawn_at=None, expires_at__gt=timezone.now()))


def _proof(stages: Sequence[Stage]) -> str:
    """Say how sure all goals are together."""
    if not stages or not all(is_proven(one) for one in stages):
        return ""
    return "exact" if all(is_optimal(one) for one in stages) else "rounded"


def _table(plan: Plan, computed: Computed | None) -> tuple[tuple[SheetRow, ...], int]:
    if computed is None or not computed.inputs.people:
        return (), 0
    counts = _counts(plan, computed)
    labels = list(counts)
    hidden = hide_small_counts(
        [[counts[label][outcome] for outcome in OUTCOMES] for label in labels], threshold=THRESHOLD
    )
    names = [*labels, _("Ensemble")]
    rows = tuple(SheetRow(name, row) for name, row in zip(names, hidden.rows, strict=True))
    return rows, hidden.hidden


def _counts(plan: Plan, computed: Computed) -> dict[str, Counter[str]]:
    """Count people by occupation and outcome; the rarest occupations together."""
    people = computed.inputs.people
    sizes = Counter(person.code for person in people)
    kept = [code for code, _size in sizes.most_common(MOST_OCCUPATIONS)]
    names = occupations.cards(kept)
    outcomes = _outcomes(plan, computed)
    counts: dict[str, Counter[str]] = {
        names[code].label if code in names else code: Counter() for code in kept
    }
    for person in people:
        card = names.get(person.code)
        label = (
            card.label if card else (person.code if person.code in kept else _("Autres métiers"))
        )
        counts.setdefault(label, Counter())[outcomes[person.entry_id]] += 1
    return counts


def _outcomes(plan: Plan, computed: Computed) -> dict[int, str]:
    """Return where each person stands: their last answer, else whether a post is proposed."""
    stand = {
        person.entry_id: "thinking" if computed.post_of(person) else "none"
        for person in computed.inputs.people
    }
    handed = Proposal.objects.filter(post_list__plan=plan).order_by("post_list__number")
    told = handed.exclude(answer=PlanAnswer.SUPERSEDED)
    return stand | {one.entry_id: kind_of(one) for one in told}
