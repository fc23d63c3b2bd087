"""Logs without personal data: what could name a person is cut before a line is written."""

import logging
import re

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b", re.I)
_TOKEN_IN_PATH = re.compile(r"(?<=/)[A-Za-z0-9_:-]{24,}(?=/|\b)")
_QUERY = re.compile(r"\?\S+")


def without_personal_data(text: str) -> str:
    """Return ``text`` without e-mail addresses, network addresses, tokens or query strings.

    >>> without_personal_data("GET /x/?email=a@b.fr from 192.0.2.7")
    'GET /x/?[…] from [address]'
    """
    for pattern, mark in (
        (_QUERY, "?[…]"),
        (_EMAIL, "[e-mail]"),
        (_ADDRESS, "[address]"),
        (_TOKEN_IN_PATH, "[token]"),
    ):
        text = pattern.sub(mark, text)
    return text


class WithoutPersonalData(logging.Filter):
    """Rewrite each record so that its message carries no personal data."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record in place and keep it."""
        record.msg = without_personal_data(record.getMessage())
        record.args = None
        for name in ("request", "status_code"):
            record.__dict__.pop(name, None)
        return True
