"""The first of a month is "1er" in French, and only there."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import translation

from boutdufil.kernel.ui.days import format_day

FIRST = date(2008, 5, 1)


@pytest.mark.parametrize(
    ("language", "day", "pattern", "shown"),
    [
        ("fr", FIRST, "j F Y", "1er mai 2008"),
        ("fr", FIRST, "l j F", "jeudi 1er mai"),
        ("fr", FIRST, None, "1er mai 2008"),
        ("fr", FIRST, "DATE_FORMAT", "1er mai 2008"),
        ("fr", FIRST, "d/m/Y", "01/05/2008"),
        ("fr", FIRST, "Y-m-d", "2008-05-01"),
        ("fr", date(2008, 5, 11), "j F Y", "11 mai 2008"),
        ("fr", date(2008, 5, 21), "j F Y", "21 mai 2008"),
        ("en", FIRST, "j F Y", "1 May 2008"),
        ("fr", None, "j F Y", ""),
        ("fr", "", "j F Y", ""),
    ],
)
def test_a_day_in_words(language, day, pattern, shown):
    with translation.override(language):
        assert format_day(day, pattern) == shown


def test_every_page_that_loads_the_kit_writes_it_so_in_the_time_of_paris():
    page = engines["django"].from_string("{% load i18n ui %}{{ day|date:'j F Y, H:i' }}")

    # Eleven in the evening of the thirtieth of April in London's winter time is the first here.
    shown = page.render({"day": datetime(2008, 4, 30, 23, 30, tzinfo=UTC)})

    assert shown == "1er mai 2008, 01:30"
