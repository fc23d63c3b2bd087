"""Who may do what on a path, as a matrix."""

from datetime import UTC, datetime, timedelta

import pytest

from boutdufil.rooms.mobility import permissions
from boutdufil.rooms.mobility.models import Profile, ShareLink
from boutdufil.rooms.mobility.permissions import Visitor

GUESTS_PATH = Profile(pk=7)
PERSONS_PATH = Profile(pk=8, person_id=3)
VISITORS = {
    "nobody": Visitor(),
    "the guest": Visitor(guest_profile_id=7),
    "another guest": Visitor(guest_profile_id=9),
    "the person": Visitor(person_id=3),
    "another person": Visitor(person_id=4),
    "the guest, signed in": Visitor(person_id=4, guest_profile_id=7),
    "a session left from before the claim": Visitor(guest_profile_id=8),
}
ALLOWED = {
    ("the guest", 7),
    ("the guest, signed in", 7),
    ("the person", 8),
}


@pytest.mark.parametrize("who", VISITORS)
@pytest.mark.parametrize("path", [GUESTS_PATH, PERSONS_PATH], ids=["guest", "person"])
@pytest.mark.parametrize(
    "predicate",
    [
        permissions.is_owner,
        permissions.can_read_profile,
        permissions.can_change_profile,
        permissions.can_share_profile,
    ],
)
def test_only_the_owner(who, path, predicate):
    assert predicate(VISITORS[who], path) is ((who, path.pk) in ALLOWED)


NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("expires", "withdrawn", "readable"),
    [(NOW + HOUR, None, True), (NOW, None, False), (NOW + HOUR, NOW - HOUR, False)],
    ids=["in force", "run out", "withdrawn"],
)
def test_a_share_link_opens_until_withdrawn_or_run_out(expires, withdrawn, readable):
    link = ShareLink(expires_at=expires, withdrawn_at=withdrawn)

    assert permissions.can_read_shared(link, NOW) is readable
