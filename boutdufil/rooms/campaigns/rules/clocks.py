"""What time it is where an event is: overseas départements do not keep the time of Paris."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
# By the first three figures of the INSEE code of the commune; IANA time zone database.
OVERSEAS = {
    "971": ZoneInfo("America/Guadeloupe"),
    "972": ZoneInfo("America/Martinique"),
    "973": ZoneInfo("America/Cayenne"),
    "974": ZoneInfo("Indian/Reunion"),
    "976": ZoneInfo("Indian/Mayotte"),
}


def zone_of(commune: str) -> ZoneInfo:
    """Return the time zone of an INSEE code; that of Paris for none."""
    return OVERSEAS.get(commune[:3], PARIS)


def moment(day: date, hour: time, commune: str) -> datetime:
    """Return when it is that time of that day there."""
    return datetime.combine(day, hour, zone_of(commune))
