"""Days as French law counts them: public holidays, and periods in clear days (jours francs).

Sources: C. trav. L.3133-1 (the eleven public holidays), L.3134-13 (Alsace and Moselle), Code de
procédure civile art. 641 and 642 (first day not counted; a last day that falls on a Saturday, a
Sunday or a public holiday moves to the next working day), read on 2026-11-22.
"""

from datetime import date, timedelta

SATURDAY = 5
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
# Days after Easter Sunday: Easter Monday, Ascension Day, Whit Monday.
MOVING_HOLIDAYS = (1, 39, 50)
GOOD_FRIDAY, BOXING_DAY = -2, (12, 26)
ALSACE_MOSELLE = frozenset({"57", "67", "68"})


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (Meeus, Jones and Butcher's algorithm).

    >>> easter_sunday(2027).isoformat()
    '2027-03-28'
    """
    golden, century, rest = year % 19, year // 100, year % 100
    skipped, moon = century // 4, (century + 8) // 25
    epact = (19 * golden + century - skipped - (century - moon + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int, *, department: str = "") -> frozenset[date]:
    """Return the public holidays of a year; Alsace and Moselle have two more.

    Good Friday is a holiday there in certain communes only; it is taken for one in all of them,
    since a period that ends a day later harms nobody.
    """
    easter = easter_sunday(year)
    days = {date(year, month, day) for month, day in FIXED_HOLIDAYS}
    days |= {easter + timedelta(days=after) for after in MOVING_HOLIDAYS}
    if department in ALSACE_MOSELLE:
        days |= {easter + timedelta(days=GOOD_FRIDAY), date(year, *BOXING_DAY)}
    return frozenset(days)


def is_working_day(day: date, *, department: str = "") -> bool:
    """Tell whether a day is neither Saturday, Sunday nor a public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year, department=department)


def last_clear_day(start: date, clear_days: int, *, department: str = "") -> date:
    """Return the last day of a period of clear days that `start` sets off, that day included.

    Neither the day that sets it off nor the day it falls due is counted: `clear_days` whole days
    lie between the two. A due day that is no working day moves to the next one. Where readings
    of the rule differ this is the longer one, so that nobody loses a day.

    >>> last_clear_day(date(2026, 11, 23), 15).isoformat()
    '2026-12-09'
    """
    due = start + timedelta(days=clear_days + 1)
    while not is_working_day(due, department=department):
        due += timedelta(days=1)
    return due
