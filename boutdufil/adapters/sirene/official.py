"""The State's open search of companies: one question, one answer in JSON."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from boutdufil.adapters.sirene.register import Establishment, Register, RegisterUnavailableError

OFFICIAL_ADDRESS = "https://recherche-entreprises.api.gouv.fr/search"
SILENCE_SECONDS = 10
LARGEST_ANSWER_BYTES = 2_000_000
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def open_register(setting: str) -> Register:
    """Return the register of a site's setting: "official", or the https address of a mirror."""
    return SearchRegister(OFFICIAL_ADDRESS if setting == "official" else setting)


class SearchRegister:
    """The search behind an https address; plain http is for this machine alone."""

    name = "registre Sirene (Insee)"

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme != "https" and (parts.scheme, parts.hostname in LOOPBACK) != ("http", True):
            raise ValueError(address)
        self._address = address

    def find(self, siret: str) -> Establishment | None:
        """Return the establishment of a SIRET, None when the register knows none.

        :raises RegisterUnavailableError: no answer, or one in another shape.
        """
        answer = self._ask(urlencode({"q": siret, "page": 1, "per_page": 1}))
        try:
            return next((one for one in _establishments(answer) if one.siret == siret), None)
        except (KeyError, TypeError, AttributeError) as error:
            raise RegisterUnavailableError("unknown shape") from error

    def _ask(self, query: str) -> Any:
        request = urllib.request.Request(  # noqa: S310 -- the scheme was checked
            f"{self._address}?{query}", headers={"Accept": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=SILENCE_SECONDS) as response:  # noqa: S310
                return json.loads(response.read(LARGEST_ANSWER_BYTES))
        except (OSError, urllib.error.URLError, ValueError) as error:
            raise RegisterUnavailableError(str(error)) from error


def _establishments(answer: Any) -> Iterator[Establishment]:
    for company in answer["results"]:
        seat = company.get("siege")
        for one in [*(company.get("matching_etablissements") or []), *([seat] if seat else [])]:
            yield Establishment(
                siret=one["siret"],
                name=company.get("nom_complet") or "",
                address=one.get("adresse") or "",
                commune=one.get("commune") or "",
                activity=(one.get("activite_principale") or "").replace(".", ""),
                is_open=one.get("etat_administratif") == "A",
            )
