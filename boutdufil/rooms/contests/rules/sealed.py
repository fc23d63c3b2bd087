"""The sealed archive of an edition: what it holds, and looking at it offline.

Everything is done again from the archive alone: the log has no gap, the declared rules are those of
the log, the seed is the one whose hash was declared, every paper is the one drawn, and every
decision follows from its rule and its scores, to the bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from boutdufil.engines.judging.decisions import decide, decision_digest, outcomes_of
from boutdufil.engines.sealing import Finding, FindingKind, read_canonical, register_check
from boutdufil.rooms.contests.enums import AttemptKind
from boutdufil.rooms.contests.rules.declaring import digest
from boutdufil.rooms.contests.rules.drawing import (
    BlueprintPart,
    PoolItem,
    confirmation_blueprint,
    draw,
    draw_seed,
    not_seen,
)
from boutdufil.rooms.contests.rules.selecting import stage_seed

KIND = "contests.edition"
LOG = "journal.json"
RULES = "reglement/"
DECISIONS = "decisions/"
DRAWS = "tirages.json"
COMMITMENTS = "engagements.json"

Files = Mapping[str, bytes]
Plain = Mapping[str, Any]


def rules_file(number: int) -> str:
    """Return the name of a version of the rules."""
    return f"{RULES}{number:03d}.json"


def decision_file(position: int, number: int) -> str:
    """Return the name of a decision of the stage at a position."""
    return f"{DECISIONS}{position:02d}-{number:03d}.json"


def register() -> None:
    """Have `boutdufil verify` do sealed editions again."""
    register_check(KIND, check_edition)


def check_edition(files: Files) -> Iterator[Finding]:
    """Yield whatever in an archive of an edition does not follow from the rest of it."""
    log = read_canonical(files[LOG])
    draws = read_canonical(files[DRAWS])
    yield from _check_log(log)
    yield from _check_rules(files, log)
    yield from _check_seed(files, draws)
    for name in sorted(name for name in files if name.startswith(DECISIONS)):
        yield from _check_decision(name, read_canonical(files[name]), log, draws["seed"])
    yield from _check_papers(log, draws)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much an archive holds."""

    decisions: int
    candidates: int
    papers: int
    lines: int


def counts(files: Files) -> Counts:
    """Return how much of an archive was done again."""
    kept = [read_canonical(files[name]) for name in files if name.startswith(DECISIONS)]
    return Counts(
        decisions=len(kept),
        candidates=sum(len(one["decision"]["candidates"]) for one in kept),
        papers=len(read_canonical(files[DRAWS])["papers"]),
        lines=len(read_canonical(files[LOG])),
    )


def _check_log(log: Sequence[Plain]) -> Iterator[Finding]:
    if [one["position"] for one in log] != list(range(1, len(log) + 1)):
        yield _wrong(LOG, "its lines are not numbered without a gap")


def _check_rules(files: Files, log: Sequence[Plain]) -> Iterator[Finding]:
    declared = {
        one["facts"]["version"]: one["facts"]["sha256"] for one in _lines(log, "rules_declared")
    }
    names = {rules_file(number) for number in declared}
    if names != {name for name in files if name.startswith(RULES)}:
        yield _wrong(RULES, "the versions are not those of the log")
    for number, expected in declared.items():
        name = rules_file(number)
        if name in files and digest(read_canonical(files[name])["settings"]) != expected:
            yield _wrong(name, "it is not the version of the log")


def _check_seed(files: Files, draws: Plain) -> Iterator[Finding]:
    """Look whether the seed that is shown is the one whose hash was declared, in every version."""
    if not draws["seed"]:
        return
    shown = sha256(bytes.fromhex(draws["seed"])).hexdigest()
    for name in sorted(name for name in files if name.startswith(RULES)):
        if read_canonical(files[name])["settings"]["seed_hash"] != shown:
            yield _wrong(name, "the seed is not the one whose hash it declares")


def _check_decision(name: str, kept: Plain, log: Sequence[Plain], seed: str) -> Iterator[Finding]:
    plain = kept["decision"]
    if decision_digest(plain) != kept["sha256"]:
        yield _wrong(name, "it is not the decision of its digest")
    logged = {
        one["facts"]["sha256"]
        for one in _lines(log, "stage_decided")
        if one["facts"]["stage"] == kept["stage"] and one["facts"]["decision"] == kept["number"]
    }
    if logged != {kept["sha256"]}:
        yield _wrong(name, "it is not the decision of the log")
    if outcomes_of(decide(plain)) != kept["outcomes"]:
        yield _wrong(name, "its ranking does not follow from its rule and its scores")
    drawn_by = plain["rule"]["draw_seed"]
    if seed and drawn_by != stage_seed(seed, kept["position"]):
        yield _wrong(name, "its draw does not use the seed of the edition")


def _check_papers(log: Sequence[Plain], draws: Plain) -> Iterator[Finding]:
    """Draw every paper again, where the seed is shown."""
    if not draws["seed"]:
        return
    pools = {one["facts"]["stage"]: one["facts"] for one in _lines(log, "quiz_pool_fixed")}
    for paper in draws["papers"]:
        facts = pools.get(paper["stage"])
        if facts is None or paper["draw"] != drawn_again(draws["seed"], facts, paper):
            what = f"the paper of {paper['number']} is not the one drawn"
            yield _wrong(DRAWS, what)


def drawn_again(seed: str, facts: Plain, paper: Plain) -> list[dict[str, Any]]:
    """Return a paper as it is drawn from what the log fixed."""
    blueprint = [BlueprintPart(theme, count) for theme, count in facts["blueprint"]]
    items = [PoolItem(version, theme, tuple(keys)) for version, theme, keys in facts["pool"]]
    if paper["kind"] == AttemptKind.CONFIRMATION:
        blueprint = list(confirmation_blueprint(blueprint, paper["asked"]))
        items = not_seen(items, set(paper["seen"]))
    drawn = draw(
        seed=draw_seed(seed, paper["stage"], paper["kind"]),
        number=paper["number"],
        blueprint=blueprint,
        pool=items,
    )
    return [{"version": one.version_id, "options": list(one.options)} for one in drawn]


def _lines(log: Sequence[Plain], kind: str) -> Iterator[Plain]:
    return (one for one in log if one["kind"] == kind)


def _wrong(file: str, what: str) -> Finding:
    return Finding(file, what, FindingKind.CHECK)
