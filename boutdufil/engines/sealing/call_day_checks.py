"""Looking at days of calls, offline: chain, roots, signatures, and the promise counted again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import pairwise

from boutdufil.engines.sealing import merkle
from boutdufil.engines.sealing._canonical import canonical_json, read_canonical
from boutdufil.engines.sealing._errors import SealError
from boutdufil.engines.sealing._manifest import read_signature
from boutdufil.engines.sealing._verdict import Finding, FindingKind, register_check
from boutdufil.engines.sealing.call_days import (
    FIGURES,
    FOLDER,
    FORMATS,
    HEAD,
    HEADS,
    KIND,
    LEAF,
    LEAVES,
    NOTHING,
    OPENING,
    OTHER,
    PATH,
    PROOF_KIND,
    ROUTER_TIMES,
    SIGNATURE,
    Day,
    Plain,
    commitment,
    days_in,
    figures_of,
    head_of,
)

ANSWERED = "answered"
PROMISE_MS = 60_000
# Two clocks that agree to the second agree.
WALL_MAY_DIFFER_MS = 1_000
MILLISECOND = timedelta(milliseconds=1)


def check_days(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield whatever in an archive of days does not follow from its leaves."""
    days = days_in(files)
    if not days:
        yield _wrong("", "it holds no day")
    for day in days:
        folder = f"{FOLDER}{day}/"
        head, signature = files[f"{folder}{HEAD}"], files[f"{folder}{SIGNATURE}"]
        yield from check_day(head, signature, files[f"{folder}{LEAVES}"], folder=folder)
    yield from check_heads(files[HEADS].splitlines())
    kept = {files[f"{FOLDER}{day}/{HEAD}"] for day in days}
    if missing := kept - set(files[HEADS].splitlines()):
        yield _wrong(HEADS, f"{len(missing)} heads are not in the chain")
    if files[FIGURES] != canonical_json(figures_of(files)):
        yield _wrong(FIGURES, "the figures are not those of the leaves")


def check_day(
    head: bytes, signature: bytes, lines: bytes, *, folder: str = ""
) -> Iterator[Finding]:
    """Yield what in a day is not as its signed head says."""
    yield from check_signature(head, signature, folder=folder)
    leaves = lines.splitlines()
    if b"".join(leaf + b"\n" for leaf in leaves) != lines:
        yield _wrong(f"{folder}{LEAVES}", "it is not one leaf a line")
    try:
        said = read_canonical(head)
        calls = [read_canonical(leaf) for leaf in leaves]
    except SealError as error:
        yield _wrong(f"{folder}{LEAVES}", str(error))
        return
    yield from check_leaves(leaves, calls, folder=folder)
    named, invented = (
        frozenset(group["channel"] for group in said[part]) - {OTHER}
        for part in ("channels", "invented")
    )
    if said["format"] not in FORMATS:
        yield _wrong(f"{folder}{HEAD}", f"its format {said['format']!r} is not known here")
    day = Day(said["number"], said["day"], named, invented, said["previous"], said["format"])
    if head_of(day, leaves) != head:
        yield _wrong(f"{folder}{HEAD}", "counts, root or last digest are not those of the leaves")


def check_leaves(
    leaves: Sequence[bytes], calls: Sequence[Plain], *, folder: str
) -> Iterator[Finding]:
    """Yield the leaves that are out of the chain, and promises their own times contradict."""
    previous = NOTHING
    for place, (leaf, call) in enumerate(zip(leaves, calls, strict=True)):
        if (call["place"], call["previous"]) != (place, previous):
            yield _wrong(f"{folder}{LEAVES}", f"leaf {place} does not follow the one before")
        if not is_told_right(call):
            yield _wrong(f"{folder}{LEAVES}", f"leaf {place}: its times do not say “kept” so")
        previous = sha256(leaf).hexdigest()


def is_told_right(call: Plain) -> bool:
    """Tell whether what a leaf says of the promise follows from its outcome and its times."""
    if call["outcome"] != ANSWERED:
        return call["kept"] is not True
    waited = router_ms(call)
    waited = wall_ms(call) if waited is None else waited
    return call["kept"] is (waited <= PROMISE_MS and not call["held_early"])


def router_ms(call: Plain) -> int | None:
    """Return how many ms an answered call waited by the dispatcher's clock, as promised.

    None for leaves that do not say it: sealed before they did, or invented.
    """
    received, human = (call.get(name) for name in ROUTER_TIMES)
    return None if received is None or human is None else human - received


def wall_ms(call: Plain) -> int:
    """Return how many ms an answered call waited by the wall's clock."""
    human, clicked = (datetime.fromisoformat(call[name]) for name in ("human_at", "clicked_at"))
    return (human - clicked) // MILLISECOND


def wall_differences(calls: Iterable[Plain]) -> list[int]:
    """Return by how many ms the wall differs from the dispatcher's clock, where by over a second.

    More by the wall is positive. It is no fault of a seal: a clock was set while somebody waited.
    """
    answered = [call for call in calls if call["outcome"] == ANSWERED]
    both = [(wall_ms(call), router_ms(call)) for call in answered]
    found = [wall - router for wall, router in both if router is not None]
    return [one for one in found if abs(one) > WALL_MAY_DIFFER_MS]


def check_heads(heads: Sequence[bytes]) -> Iterator[Finding]:
    """Yield the heads that do not hold the digest of the one before, or skip a day."""
    for place, (former, head) in enumerate(pairwise(heads)):
        one, other = read_canonical(former), read_canonical(head)
        if other["previous"] != sha256(former).hexdigest():
            yield _wrong(HEADS, f"head {place + 1} does not hold the one before")
        elif (one["number"], _day_after(one["day"])) != (other["number"], other["day"]):
            yield _wrong(HEADS, f"head {place + 1} is not of the day after, of the same number")


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def check_signature(head: bytes, signature: bytes, *, folder: str = "") -> Iterator[Finding]:
    """Yield a finding when a head was not signed by the key named."""
    try:
        signed = read_signature(signature)
    except SealError as error:
        yield _wrong(f"{folder}{SIGNATURE}", str(error))
        return
    if not signed.key.has_signed(head, signed.value):
        yield _wrong(f"{folder}{SIGNATURE}", "it does not fit the head")


def check_proof(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield what keeps a leaf from standing in the day whose head is beside it."""
    head, leaf = read_canonical(files[HEAD]), read_canonical(files[LEAF])
    yield from check_signature(files[HEAD], files[SIGNATURE])
    path = [bytes.fromhex(step) for step in read_canonical(files[PATH])]
    is_in = merkle.proves_inclusion(
        merkle.leaf_hash(files[LEAF]),
        leaf["place"],
        head["leaves"],
        proof=path,
        root=bytes.fromhex(head["root"]),
    )
    if not is_in:
        yield _wrong(LEAF, "it does not lead to the root of the day")
    opening = read_canonical(files[OPENING])
    if leaf["call"] != commitment(opening["salt"], opening["call"]):
        yield _wrong(OPENING, "the leaf is of another call")


def _wrong(file: str, what: str) -> Finding:
    return Finding(file, what, FindingKind.CHECK)


def register() -> None:
    """Have `verify` recount days of calls and proofs."""
    register_check(KIND, check_days)
    register_check(PROOF_KIND, check_proof)
