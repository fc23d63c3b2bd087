"""The practice line: how a practised call is named, and how long its invitation holds."""

import secrets
from datetime import datetime, timedelta

# A practised call without anybody else: the caller is written.
SCRIPTED = "practice:scripted"
# Said aloud and typed on a telephone: no 0 and O, no 1 and I, no vowels that make words.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
CODE_LENGTH = 6
INVITED_FOR = timedelta(hours=2)


def new_code() -> str:
    """Return an invitation's code: 28⁶ possible ones, one in five hundred million is guessed."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def read_code(written: str) -> str:
    """Return a code as it was given, however it was typed; empty when it is none."""
    code = "".join(written.split()).replace("-", "").upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else ""


def reference_of(code: str) -> str:
    """Return the reference of the call that a code leads to."""
    return f"practice:{read_code(code) or '?'}"


def code_of(reference: str) -> str:
    """Return the code in a call's reference, empty for a scripted call."""
    return read_code(reference.removeprefix("practice:"))


def opened_since(now: datetime) -> datetime:
    """Return the moment after which a call must have been opened to be entered by a code."""
    return now - INVITED_FOR
