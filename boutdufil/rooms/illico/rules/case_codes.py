"""Numbers of cases: what a caller keeps, reads aloud, types again."""

import re
import secrets

# Neither 0 nor O, 1, I nor L, and no U: nothing here is taken for something else.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF = 5
CODE = re.compile(f"[{ALPHABET}]{{{2 * HALF}}}")


def new_case_code() -> str:
    """Return a number nobody guesses: 49 bits, in two halves."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(2 * HALF))
    return f"{signs[:HALF]}-{signs[HALF:]}"


def read_case_code(text: str) -> str:
    """Return a number as it is stored, however it was typed; "" when it is none.

    >>> read_case_code(" k7qf3 m9x2b "), read_case_code("K7QF3-M9X2"), read_case_code("bonjour")
    ('K7QF3-M9X2B', '', '')
    """
    signs = re.sub(r"[\s.-]", "", text).upper()
    return f"{signs[:HALF]}-{signs[HALF:]}" if CODE.fullmatch(signs) else ""
