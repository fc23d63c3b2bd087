"""SIRET numbers: an establishment in France, 14 digits (INSEE, répertoire Sirene).

The first nine are the SIREN of the company. Both numbers carry a Luhn check digit (ISO/IEC
7812-1), but for the establishments of La Poste, whose 14 digits add up to a multiple of five.
"""

from enum import Enum

LA_POSTE = "356000000"
SIRET_LENGTH, SIREN_LENGTH = 14, 9
# What people put between the digits: spaces of every width, dots, hyphens.
_BETWEEN = str.maketrans("", "", " \u00a0\u202f\u2009\t.-")


class SiretProblem(Enum):
    """What is wrong with a number."""

    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    COMPANY = "company"
    CHECK_DIGIT = "check_digit"


class SiretError(ValueError):
    """The text is no SIRET; `problem` says why, `digits` is what was read."""

    def __init__(self, problem: SiretProblem, digits: str) -> None:
        super().__init__(f"{problem.value}: {digits}")
        self.problem = problem
        self.digits = digits


def read_siret(text: str) -> str:
    """Return the 14 digits of ``text``; raise `SiretError` when its arithmetic is wrong.

    >>> read_siret("356 000 000 00048")
    '35600000000048'
    >>> read_siret("732 829 320 00075")
    Traceback (most recent call last):
    ...
    boutdufil.lib.siret.SiretError: check_digit: 73282932000075
    """
    digits = text.translate(_BETWEEN)
    problem = _problem(digits)
    if problem:
        raise SiretError(problem, digits)
    return digits


def siren_of(siret: str) -> str:
    """Return the company's number of an establishment's."""
    return siret[:SIREN_LENGTH]


def spaced(siret: str) -> str:
    """Return a SIRET as it is printed, by threes and a five, with narrow no-break spaces."""
    return "\u202f".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def has_check_digit(digits: str) -> bool:
    """Tell whether the last digit is the Luhn check digit of those before it.

    >>> has_check_digit("732829320")
    True
    """
    doubled = (2 * int(digit) for digit in reversed(digits[-2::-2]))
    kept = (int(digit) for digit in digits[-1::-2])
    return (sum(kept) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _problem(digits: str) -> SiretProblem | None:
    if not (digits.isascii() and digits.isdigit()):
        return SiretProblem.NOT_DIGITS
    if len(digits) != SIRET_LENGTH:
        return SiretProblem.LENGTH
    if not has_check_digit(siren_of(digits)):
        return SiretProblem.COMPANY
    if not (has_check_digit(digits) or _is_of_la_poste(digits)):
        return SiretProblem.CHECK_DIGIT
    return None


def _is_of_la_poste(digits: str) -> bool:
    return siren_of(digits) == LA_POSTE and sum(map(int, digits)) % 5 == 0
