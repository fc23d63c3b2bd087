"""Parts of forms: a day by the browser's own calendar, late choices, numbers of rows."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

# More digits are no row's number, and thousands of them no number of Python's.
LONGEST_NUMBER = 18


class DayInput(forms.DateInput):
    """The browser's own calendar; a day is always sent as 2026-12-01."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field the choices that are only known now."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def row_number(text: str) -> int | None:
    """Return the number of a row a text of a request stands for; None when it stands for none.

    >>> row_number("12"), row_number("-1"), row_number("9" * 5_000)
    (12, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def row_numbers(texts: Iterable[str]) -> list[int]:
    """Return the numbers of rows among some texts, in their order."""
    return [number for number in map(row_number, texts) if number is not None]
