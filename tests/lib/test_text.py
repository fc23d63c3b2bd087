"""Text made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.lib.text import fold, sort_key, words


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Préparatrice de commandes", "preparatrice de commandes"),
        ("  L’ŒUVRE d'été ", "l oeuvre d ete"),
        ("Téléconseiller/Téléconseillère", "teleconseiller teleconseillere"),
        ("C++ & C#", "c++ c#"),
        ("", ""),
    ],
)
def test_fold(given_text, expected):
    assert fold(given_text) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_has_single_spaces_and_no_edges(text):
    folded = fold(text)

    assert folded == " ".join(words(text))


@given(st.text(min_size=1), st.text(min_size=1))
def test_sort_keys_tell_different_texts_apart(a, b):
    assert (sort_key(a) == sort_key(b)) == (a == b)
