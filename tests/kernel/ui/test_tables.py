"""Whoever brings a file that is no table reads one and the same sentence, with what to do."""

import pytest

from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.tables import Reason, TableError
from boutdufil.rooms.mobility.forms.branches import code_file_problem
from boutdufil.rooms.mobility.services.rosters import RosterError, _table


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_told_for_any_table_with_a_remedy(reason):
    told = table_refusal(TableError(reason, line=1200, column="Métier", limit=20_000))

    assert told.endswith(".")
    assert "%(" not in told
    assert "personnes" not in told
    if reason is Reason.TOO_MANY_ROWS:
        assert "20\u202f000 lignes (ligne 1\u202f200)" in told


def test_a_list_of_people_and_a_list_of_codes_are_refused_in_the_same_words():
    error = TableError(Reason.EMPTY)

    with pytest.raises(RosterError) as refused:
        _table(b"", "liste.csv")

    assert table_refusal(error) == str(refused.value) == code_file_problem(error)
