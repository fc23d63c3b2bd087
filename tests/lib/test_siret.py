"""SIRET numbers: their arithmetic, and what is said of a wrong one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.lib.siret import (
    LA_POSTE,
    SiretError,
    SiretProblem,
    has_check_digit,
    read_siret,
    siren_of,
    spaced,
)

GOOD = "73282932000074"


def check_digit(body):
    return next(str(d) for d in range(10) if has_check_digit(body + str(d)))


@pytest.mark.parametrize(
    "written", [GOOD, "732 829 320 00074", "732.829.320-00074", "732\u202f829\u202f320\u00a000074"]
)
def test_a_number_is_read_however_it_is_spaced(written):
    assert read_siret(written) == GOOD


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", SiretProblem.NOT_DIGITS),
        ("7328293200007A", SiretProblem.NOT_DIGITS),
        ("７３２８２９３２００００７４", SiretProblem.NOT_DIGITS),
        ("732829320", SiretProblem.LENGTH),
        (GOOD + "0", SiretProblem.LENGTH),
        ("73282932100074", SiretProblem.COMPANY),
        ("73282932000075", SiretProblem.CHECK_DIGIT),
    ],
)
def test_a_wrong_number_says_what_is_wrong(written, problem):
    with pytest.raises(SiretError) as wrong:
        read_siret(written)

    assert wrong.value.problem is problem


def test_the_establishments_of_la_poste_add_up_to_a_multiple_of_five():
    # 3 + 5 + 6 = 14: an ending that adds up to 6 makes 20, whatever Luhn says of it.
    assert read_siret(LA_POSTE + "00015") == LA_POSTE + "00015"
    assert not has_check_digit(LA_POSTE + "00015")
    with pytest.raises(SiretError):
        read_siret(LA_POSTE + "00007")
    # The seat of La Poste obeys Luhn.
    assert read_siret(LA_POSTE + "00048") == LA_POSTE + "00048"


@given(st.from_regex(r"\A[0-9]{8}\Z"), st.from_regex(r"\A[0-9]{4}\Z"), st.integers(0, 13))
def test_one_changed_digit_never_passes(company, place, position):
    siren = company + check_digit(company)
    siret = siren + place + check_digit(siren + place)
    wrong = siret[:position] + str((int(siret[position]) + 1) % 10) + siret[position + 1 :]

    assert read_siret(siret) == siret
    if LA_POSTE not in (siren, siren_of(wrong)):
        with pytest.raises(SiretError):
            read_siret(wrong)


def test_a_number_is_printed_by_threes_and_a_five():
    assert spaced(GOOD) == "732\u202f829\u202f320\u202f00074"
