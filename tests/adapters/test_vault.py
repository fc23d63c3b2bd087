"""What is sealed opens with its key alone, and unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.adapters import vault

KEY = vault.new_key()


@given(st.binary(max_size=300), st.text(max_size=20))
def test_what_is_sealed_opens_unchanged(content, about):
    assert vault.unseal(KEY, vault.seal(KEY, content, about=about), about=about) == content


def test_the_same_content_never_looks_the_same():
    assert vault.seal(KEY, b"M-001", about="row") != vault.seal(KEY, b"M-001", about="row")


def test_nothing_shows_through():
    assert b"Nadia" not in vault.seal_facts(KEY, {"name": "Nadia"}, about="row:1")


@pytest.mark.parametrize(
    ("key", "about"),
    [
        pytest.param(vault.new_key(), "row:1", id="another key"),
        pytest.param(KEY, "row:2", id="another row"),
    ],
)
def test_another_key_or_another_row_opens_nothing(key, about):
    sealed = vault.seal_facts(KEY, {"pay": 1}, about="row:1")

    with pytest.raises(vault.VaultClosedError):
        vault.unseal_facts(key, sealed, about=about)


@given(st.integers(0, 60), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place, change):
    sealed = bytearray(vault.seal(KEY, b"x" * 60, about="row"))
    sealed[place] ^= change

    with pytest.raises(vault.VaultClosedError):
        vault.unseal(KEY, bytes(sealed), about="row")


def test_a_sealed_thing_cut_short_is_refused():
    with pytest.raises(vault.VaultClosedError):
        vault.unseal(KEY, b"short", about="row")


def test_the_site_has_a_key_of_its_own_for_each_purpose():
    assert vault.site_key("secret", "a") == vault.site_key("secret", "a")
    assert vault.site_key("secret", "a") != vault.site_key("secret", "b")
    assert vault.site_key("secret", "a") != vault.site_key("other", "a")
