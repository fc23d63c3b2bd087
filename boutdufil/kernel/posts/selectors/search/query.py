"""What somebody looks for, and what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum

from boutdufil.kernel.territories.enums import TravelMode


class Sort(StrEnum):
    """The orders of a list of vacancies."""

    FIT = "fit"
    TIME = "time"
    DATE = "date"


class UnknownValueError(ValueError):
    """A code, a place or an employer that nothing here bears; ``field`` of the query says which."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{field}: {value}")
        self.field = field
        self.value = value


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyQuery:
    """Every filter of the search; an empty one asks nothing.

    ``place`` is an INSEE code; ``minutes`` (one way, estimated, ``by`` car or public transport) or
    ``km`` (straight line) limit the distance to it. ``pay_min`` is in euros, gross, for a
    full-time month; hours are per week. Hours a vacancy does not state pass no limit of hours.
    """

    words: str = ""
    codes: tuple[str, ...] = ()
    neighbours: bool = False
    place: str = ""
    minutes: int | None = None
    by: TravelMode = TravelMode.CAR
    km: int | None = None
    contracts: tuple[str, ...] = ()
    pay_min: int | None = None
    hours_min: int | None = None
    hours_max: int | None = None
    home_days: int | None = None
    no_sunday: bool = False
    no_night: bool = False
    no_outbound: bool = False
    sign_language: bool = False
    languages: tuple[str, ...] = ()
    employer: int | None = None
    sort: Sort | None = None
