"""Logs without personal data: what could name somebody is cut, from traces too."""

import logging
import re

from pythonjsonlogger.json import JsonFormatter

_CUTS = (
    (re.compile(r"(?<=\()[\w, ]*\)=\([^)]*\)"), "…)=([value])"),  # PostgreSQL's "Key (email)=(…)"
    (re.compile(r"\?[^\s\"']+"), "?[…]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[e-mail]"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "[address]"),
    (re.compile(r"\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b", re.IGNORECASE), "[address]"),
    (re.compile(r"(?<=/)[A-Za-z0-9_:-]{24,}(?=/|\b)"), "[token]"),
)


def without_personal_data(text: str) -> str:
    """Return ``text`` without e-mail and network addresses, tokens, query strings or row values.

    >>> without_personal_data("GET /x/?email=a@b.fr from 192.0.2.7")
    'GET /x/?[…] from [address]'
    """
    for pattern, mark in _CUTS:
        text = pattern.sub(mark, text)
    return text


class PlainFormatter(logging.Formatter):
    """Lines for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the cleaned line, with its trace when there is one."""
        return without_personal_data(super().format(record))


class StructuredFormatter(JsonFormatter):
    """One JSON object a line, for a machine.

    Fields that a library adds to its records are dropped: only the named ones are written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the cleaned object; a trace stays inside it as text."""
        kept = {k: v for k, v in record.__dict__.items() if k in _OF_A_RECORD}
        return without_personal_data(super().format(logging.makeLogRecord(kept)))


_OF_A_RECORD = frozenset(logging.makeLogRecord({}).__dict__)
