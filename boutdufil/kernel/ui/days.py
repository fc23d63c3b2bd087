"""Days as a French or an English reader writes them."""

from datetime import date
from typing import Any

from django.template.defaultfilters import date as as_django
from django.utils.formats import get_format

from boutdufil.kernel.ui.numbers import is_french


def format_day(value: Any, pattern: str | None = None) -> str:
    """Django's ``date``, but in French the first of a month is "1er": "le 1er mai 2008".

    ``pattern`` is Django's; without it the language's usual one. Nothing for no day.
    """
    if is_french() and isinstance(value, date) and value.day == 1:
        wanted = str(get_format(pattern or "DATE_FORMAT"))
        # Django's own suffix is English ("1st"): the letters are written out.
        pattern = wanted.replace("j F", r"1\e\r F")
    return str(as_django(value, pattern))
