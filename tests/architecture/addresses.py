"""Who may open which address, written by hand: a new address must be thought about here."""

from enum import Enum

TOKEN = "t" * 43


class Policy(Enum):
    """ANYONE: no account needed. PERSON: sent to sign in. STAFF: the admin."""

    ANYONE = "anyone"
    PERSON = "person"
    STAFF = "staff"


ANYONE = """
    healthz readyz
    portal:home portal:accessibility portal:sources portal:demonstration
    ui:set_language ui:styleguide ui:suggestions
    people:sign_in people:sign_in_password people:forgot_password people:link_sent people:open_link
    people:demo_sign_in people:sign_up people:sign_out people:privacy
    occupations:title_search occupations:skill_search territories:search
    mobility:start mobility:past_jobs mobility:add_past_job mobility:card mobility:skills
    mobility:levels mobility:tastes mobility:paths mobility:why mobility:reasons mobility:compare
    mobility:keep mobility:resume mobility:erase mobility:shares mobility:withdraw_share
    mobility:shared
"""
PERSON = """
    people:my_page people:export_data people:correct people:change_email people:ask_password_link
    people:sessions people:revoke_other_sessions people:revoke_session people:erase
"""
POLICY = dict.fromkeys(ANYONE.split(), Policy.ANYONE) | dict.fromkeys(PERSON.split(), Policy.PERSON)

# Nothing to look at: these only do, on a button.
_POST_ONLY = """
    ui:set_language people:demo_sign_in people:sign_out people:ask_password_link
    people:revoke_session people:revoke_other_sessions
    mobility:add_past_job mobility:withdraw_share
"""
# Answers for programs: probes, suggestions under a field, a file to take away.
_NOT_PAGES = """
    healthz readyz ui:suggestions people:export_data
    occupations:title_search occupations:skill_search territories:search
"""
POST_ONLY, NOT_PAGES = frozenset(_POST_ONLY.split()), frozenset(_NOT_PAGES.split())
PAGES = sorted(set(POLICY) - POST_ONLY - NOT_PAGES)

SAMPLES: dict[str, dict[str, object]] = {
    "people:open_link": {"token": TOKEN},
    "people:revoke_session": {"session_id": 1},
    "mobility:card": {"code": "D1408"},
    "mobility:reasons": {"code": "D1408"},
    "mobility:resume": {"token": TOKEN},
    "mobility:withdraw_share": {"link_id": 1},
    "mobility:shared": {"token": TOKEN},
}


def sample(name: str) -> dict[str, object]:
    """Return arguments with which the address can be written; they open nothing."""
    return SAMPLES.get(name, {})
