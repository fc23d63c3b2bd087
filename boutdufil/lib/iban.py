"""Account numbers of banks: read as people write them, and checked (ISO 13616)."""

import re

# Lengths of the countries whose accounts people here are likely to have.
LENGTHS = {"FR": 27, "BE": 16, "DE": 22, "ES": 24, "IT": 27, "LU": 20, "NL": 18, "PT": 25, "MC": 27}
_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def read_iban(text: str) -> str:
    """Return an IBAN without blanks. Raises ValueError when it cannot be one.

    >>> read_iban("FR14 2004 1010 0505 0001 3M02 606")
    'FR1420041010050500013M02606'
    """
    iban = re.sub(r"[\s-]", "", text).upper()
    if not _FORM.fullmatch(iban) or len(iban) != LENGTHS.get(iban[:2], len(iban)):
        raise ValueError("no IBAN: its length or its signs are odd")
    digits = "".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])
    if int(digits) % 97 != 1:
        raise ValueError("no IBAN: its check digits are wrong")
    return iban


def last_digits(iban: str) -> str:
    """Return what may be shown of an IBAN to recognise it.

    >>> last_digits("FR1420041010050500013M02606")
    '2606'
    """
    return iban[-4:]
