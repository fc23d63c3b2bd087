"""The chain of a call's facts: each line's digest holds the digest before it.

Somebody who keeps the last digest can prove that no earlier line changed afterwards.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from boutdufil.engines.sealing import canonical_json

# What the first line stands on.
BEGINNING = b""


def line_of(
    *,
    call_id: UUID,
    seq: int,
    at: datetime,
    what: tuple[str, UUID | None],
    body: Mapping[str, object],
) -> dict[str, object]:
    """Return a line as JSON; ``what`` is its kind and the participant it is about, if any.

    ``at`` is written in UTC to the microsecond, as the database keeps it.
    """
    kind, participant_id = what
    return {
        "call": str(call_id),
        "seq": seq,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": kind,
        "participant": str(participant_id) if participant_id else None,
        "body": dict(body),
    }


def digest_of(previous: bytes, line: Mapping[str, object]) -> bytes:
    """Return SHA-256(previous digest + canonical JSON of the line): 32 bytes.

    :raises SealError: when the body holds a float, or anything else without a canonical form.
    """
    return hashlib.sha256(previous + canonical_json(line)).digest()
