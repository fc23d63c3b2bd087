"""Films in French sign language for the steps of a call. None is made yet, and the pages say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Film:
    """A film among the static files, its captions (WebVTT) and what it says, written out."""

    source: str
    captions: str
    transcript: str


# By step: "before", "waiting", "broken", "call_back", "over".
FILMS: Mapping[str, Film] = MappingProxyType({})
