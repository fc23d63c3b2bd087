"""A day of a number's calls: one leaf a call, one signed head a day, each head holding the last.

Leaves are chained (each names the SHA-256 of the one before) and stand in a Merkle tree; the head
of the day holds counts by channel, the root and the digest of the head before. Nothing in a leaf
names anybody. Whoever holds the leaves counts the promise again, offline (`call_day_checks`).
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from boutdufil.engines.sealing import merkle
from boutdufil.engines.sealing._canonical import canonical_json, read_canonical
from boutdufil.engines.sealing._manifest import sign
from boutdufil.engines.sealing._signing import SigningKey

# The first one knows the times of the wall alone; both are read.
FIRST_FORMAT, FORMAT = "illico-day/1", "illico-day/2"
FORMATS = frozenset({FIRST_FORMAT, FORMAT})
# What a leaf says by the dispatcher's own clock, which nobody sets: asked for, answered.
ROUTER_TIMES = ("received_ms", "human_ms")
KIND, PROOF_KIND = "illico.day", "illico.proof"
HEAD, SIGNATURE, LEAVES = "head.json", "head.signature.json", "leaves.jsonl"
HEADS, FIGURES, LEAF, PATH = "heads.jsonl", "figures.json", "leaf.json", "path.json"
OPENING = "opening.json"
FOLDER = "days/"
NOTHING = "0" * 64
OTHER = "other"
# What a leaf adds one to; `counted` is the promise's denominator, `kept` its numerator.
COUNTS = ("offered", "at_once", "filtered", "pending", "counted", "kept", "outside", "called_back")
AT_ONCE, FILTERED = "abandoned_at_once", "filtered"
# Fewer calls a week and a channel is not shown alone.
ENOUGH_A_WEEK = 10
Plain = Mapping[str, Any]
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Day:
    """What the head of a day says beside its leaves.

    `named` are the channels shown alone, `named_invented` those of invented calls. `format` says
    what its leaves hold.
    """

    number: str
    day: str
    named: frozenset[str]
    named_invented: frozenset[str] = frozenset()
    previous: str = NOTHING
    format: str = FORMAT


def chain_leaves(facts: Iterable[Plain]) -> list[bytes]:
    """Return the leaves of these calls, in order, each holding the digest of the one before."""
    leaves, previous = [], NOTHING
    for place, fact in enumerate(facts):
        leaf = canonical_json({**fact, "place": place, "previous": previous})
        previous = sha256(leaf).hexdigest()
        leaves.append(leaf)
    return leaves


def head_of(day: Day, leaves: Sequence[bytes]) -> bytes:
    """Return the head of a day, in canonical bytes: what is signed."""
    calls = [read_canonical(leaf) for leaf in leaves]
    return canonical_json(
        {
            "channels": grouped(recount(calls), day.named),
            "day": day.day,
            "format": day.format,
            "invented": grouped(recount(calls, invented=True), day.named_invented),
            "last": sha256(leaves[-1]).hexdigest() if leaves else NOTHING,
            "leaves": len(leaves),
            "number": day.number,
            "previous": day.previous,
            "root": root_of(leaves).hex(),
        }
    )


def sign_head(head: bytes, key: SigningKey) -> bytes:
    """Return the canonical bytes of a key's signature over a head."""
    return sign(head, key).to_bytes()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the Merkle root over leaves (RFC 6962)."""
    return merkle.root_hash([merkle.leaf_hash(leaf) for leaf in leaves])


def recount(calls: Iterable[Plain], *, invented: bool = False) -> Counts:
    """Count calls by channel, as the charter does; invented ones never among real ones."""
    counts: Counts = {}
    for call in calls:
        if call["invented"] is invented:
            sums = counts.setdefault(call["channel"], dict.fromkeys(COUNTS, 0))
            for name in places_of(call):
                sums[name] += 1
    return dict(sorted(counts.items()))


def places_of(call: Plain) -> tuple[str, ...]:
    """Return which counts a call goes into.

    What a call-back brought was promised, and counted, with the call it stands for.
    """
    if call["called_back"]:
        return ("called_back",)
    if not call["in_hours"]:
        return ("outside",)
    apart = {AT_ONCE: "at_once", FILTERED: "filtered"}.get(call["outcome"])
    if apart:
        return ("offered", apart)
    if call["kept"] is None:
        return ("offered", "pending")
    return ("offered", "counted", "kept") if call["kept"] else ("offered", "counted")


def named_channels(a_week: Mapping[str, int]) -> frozenset[str]:
    """Return the channels shown alone: never one that a subtraction would leave by itself.

    >>> sorted(named_channels({"text": 3, "video": 4, "voice": 90}))
    ['voice']
    >>> sorted(named_channels({"text": 30, "video": 4, "voice": 90}))
    ['voice']
    """
    ranked = sorted(a_week, key=lambda channel: (a_week[channel], channel))
    hidden = [channel for channel in ranked if a_week[channel] < ENOUGH_A_WEEK]
    if len(hidden) == 1:
        hidden = ranked[:2]
    return frozenset(ranked) - frozenset(hidden)


def grouped(counts: Counts, named: Iterable[str]) -> list[dict[str, Any]]:
    """Return counts as a head shows them: named channels, then the others as one."""
    shown = set(named)
    groups = [{"channel": channel, **counts[channel]} for channel in counts if channel in shown]
    rest = [counts[channel] for channel in counts if channel not in shown]
    if rest:
        total = {name: sum(one[name] for one in rest) for name in COUNTS}
        groups.append({"channel": OTHER, **total})
    return groups


def day_files(head: bytes, signature: bytes, leaves: Sequence[bytes]) -> dict[str, bytes]:
    """Return the files of a day in an archive."""
    folder = f"{FOLDER}{read_canonical(head)['day']}/"
    lines = b"".join(leaf + b"\n" for leaf in leaves)
    return {f"{folder}{HEAD}": head, f"{folder}{SIGNATURE}": signature, f"{folder}{LEAVES}": lines}


def formats_in(files: Mapping[str, bytes]) -> list[str]:
    """Return the formats of the days in an archive, the oldest first."""
    heads = [files[f"{FOLDER}{day}/{HEAD}"] for day in days_in(files)]
    return sorted({read_canonical(head)["format"] for head in heads})


def figures_of(files: Mapping[str, bytes]) -> dict[str, Counts]:
    """Return the figures of all days in an archive, counted from their leaves alone."""
    calls = [read_canonical(leaf) for day in days_in(files) for leaf in leaves_in(files, day)]
    return {"calls": recount(calls), "invented": recount(calls, invented=True)}


def proof_files(
    files: tuple[bytes, bytes], leaves: Sequence[bytes], place: int, *, opening: Plain
) -> dict[str, bytes]:
    """Return the files that show that one call stands in a day, without the others.

    `files` are head and signature; `opening` holds what the leaf's commitment was made of.
    """
    head, signature = files
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    path = [step.hex() for step in merkle.inclusion_proof(hashes, place)]
    return {
        HEAD: head,
        SIGNATURE: signature,
        LEAF: leaves[place],
        PATH: canonical_json(path),
        OPENING: canonical_json(opening),
    }


def days_in(files: Mapping[str, bytes]) -> list[str]:
    """Return the days an archive holds, in order."""
    ends = f"/{HEAD}"
    found = [name for name in files if name.startswith(FOLDER) and name.endswith(ends)]
    return sorted(name[len(FOLDER) : -len(ends)] for name in found)


def leaves_in(files: Mapping[str, bytes], day: str) -> list[bytes]:
    """Return the leaves of a day in an archive."""
    return files[f"{FOLDER}{day}/{LEAVES}"].splitlines()


def commitment(salt: str, call: str) -> str:
    """Return what stands for a call in its leaf: nobody finds the call without the salt."""
    return hmac.new(bytes.fromhex(salt), call.encode(), sha256).hexdigest()
