"""How programs ask for what is published: parameters, places in a list, and what is wrong."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

LONGEST = 60
FEWEST, DEFAULT_LIMIT, MOST = 1, 100, 500
CURSOR = re.compile(rb"(\d{1,17})\.(\d{1,18})")


class ProblemError(Exception):
    """Why a question has no answer (RFC 9457); ``parameter`` names what to change, "" if none."""

    def __init__(self, status: int, title: str, detail: str, parameter: str = "") -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.parameter = status, title, detail, parameter

    def told(self) -> dict[str, object]:
        """Return the problem as data."""
        told: dict[str, object] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        return told | ({"parameter": self.parameter} if self.parameter else {})


def read_parameters(
    given: Mapping[str, Sequence[str]], known: Collection[str]
) -> Mapping[str, str]:
    """Return the value of each known parameter, "" where it is not given.

    :raises ProblemError: one that is not known, given twice, or far too long.
    """
    for name, values in given.items():
        if name not in known:
            detail = _("Le paramètre « %(name)s » n’existe pas ici. Ceux qui existent : %(known)s.")
            raise wrong(name, detail % {"name": name, "known": ", ".join(known) or "∅"})
        if len(values) > 1:
            raise wrong(
                name, _("« %(name)s » est donné deux fois : gardez-en un.") % {"name": name}
            )
        if len(values[0]) > LONGEST:
            raise wrong(name, _("« %(name)s » est trop long.") % {"name": name})
    return {name: (given.get(name) or [""])[0] for name in known}


def read_limit(text: str) -> int:
    """Return how many cells to give at once.

    :raises ProblemError: it is no number from 1 to 500.
    """
    if not text:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit() and FEWEST <= int(text) <= MOST):
        raise wrong("limit", _("« limit » est un nombre entier de 1 à 500."))
    return int(text)


def write_cursor(key: tuple[int, int]) -> str:
    """Return the place after a cell as an opaque text.

    >>> read_cursor(write_cursor((1772614800000000, 12)))
    (1772614800000000, 12)
    """
    return urlsafe_b64encode(b"%d.%d" % key).decode().rstrip("=")


def read_cursor(text: str) -> tuple[int, int] | None:
    """Return the key of the last cell seen; None at the beginning.

    :raises ProblemError: we did not write it.
    """
    if not text:
        return None
    try:
        read = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        read = b""
    found = CURSOR.fullmatch(read)
    if found is None:
        raise wrong("cursor", _("« cursor » se reprend tel quel de la réponse précédente."))
    return int(found[1]), int(found[2])


def wrong(parameter: str, detail: str) -> ProblemError:
    """Return what is wrong with a parameter."""
    return ProblemError(400, _("Question mal posée"), detail, parameter)


def missing(detail: str) -> ProblemError:
    """Return that there is no such thing, or that it is not out."""
    return ProblemError(404, _("Rien à cette adresse"), detail)
