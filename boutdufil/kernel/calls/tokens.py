"""What opens one leg of one call: signed, short-lived, and nothing to look up."""

from datetime import datetime
from uuid import UUID

from django.core import signing

from boutdufil.kernel.calls.errors import LegTokenError

_SALT = "calls.leg"


def write_leg_token(participant_id: UUID, *, until: datetime) -> str:
    """Return the signed token of a participant, readable until a moment."""
    value = f"{participant_id.hex}-{int(until.timestamp()):x}"
    return signing.Signer(sep=".", salt=_SALT).sign(value)


def read_leg_token(token: str, *, now: datetime) -> UUID:
    """Return whose leg a token opens.

    :raises LegTokenError: when it is forged, cut, or too old at ``now``.
    """
    try:
        value = signing.Signer(sep=".", salt=_SALT).unsign(token)
        participant, _dash, until = value.partition("-")
        if int(until, 16) < now.timestamp():
            raise LegTokenError
        return UUID(hex=participant)
    except (signing.BadSignature, ValueError) as error:
        raise LegTokenError from error
