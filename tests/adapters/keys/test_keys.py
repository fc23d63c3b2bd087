"""Keys that seal: one at first use, private, renewed without forgetting."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from boutdufil.adapters.keys import (
    KeysError,
    key_list,
    public_keys,
    read_trusted,
    renew_key,
    signing_key,
)

FIRST = "keys/sealing/0001.pem"


def test_a_key_is_made_once(tmp_path: Path) -> None:
    assert public_keys(tmp_path) == ()

    key = signing_key(tmp_path)

    assert signing_key(tmp_path) == key
    assert public_keys(tmp_path) == (key.public,)


def test_the_state_folder_is_that_of_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path))

    assert signing_key() == signing_key(tmp_path)
    assert public_keys() == public_keys(tmp_path)


def test_nobody_else_may_read_a_key(tmp_path: Path) -> None:
    signing_key(tmp_path)

    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode)
        for path in (tmp_path / "keys", tmp_path / "keys" / "sealing", tmp_path / FIRST)
    }
    assert modes == {"keys": 0o700, "sealing": 0o700, "0001.pem": 0o600}


def test_many_at_once_make_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: signing_key(tmp_path), range(16)))

    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "keys" / "sealing").iterdir()] == ["0001.pem"]


def test_a_renewed_key_seals_and_the_former_stay_known(tmp_path: Path) -> None:
    first, second = signing_key(tmp_path), renew_key(tmp_path)

    assert signing_key(tmp_path) == second != first
    assert public_keys(tmp_path) == (second.public, first.public)


def test_a_draft_left_by_a_crash_is_no_key(tmp_path: Path) -> None:
    signing_key(tmp_path)
    (tmp_path / "keys" / "sealing" / "new").write_bytes(b"half a k")

    renew_key(tmp_path)

    assert len(public_keys(tmp_path)) == 2


def foreign_key() -> bytes:
    return X25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


@pytest.mark.parametrize("content", [b"", b"half a k", foreign_key()])
def test_a_damaged_key_is_never_replaced_in_silence(tmp_path: Path, content: bytes) -> None:
    signing_key(tmp_path)
    (tmp_path / FIRST).write_bytes(content)

    with pytest.raises(KeysError, match="from a backup"):
        signing_key(tmp_path)
    assert (tmp_path / FIRST).read_bytes() == content


def test_public_keys_travel_as_a_list_or_as_pem(tmp_path: Path) -> None:
    signing_key(tmp_path)
    renew_key(tmp_path)
    listed = key_list(public_keys(tmp_path))
    (tmp_path / "cles.json").write_text(json.dumps(listed))
    (tmp_path / "key.pem").write_text(listed["keys"][0]["pem"])

    assert read_trusted(tmp_path / "cles.json") == public_keys(tmp_path)
    assert read_trusted(tmp_path / "key.pem") == public_keys(tmp_path)[:1]
    assert [key["signs"] for key in listed["keys"]] == [True, False]
    assert signing_key(tmp_path).seed.hex() not in json.dumps(listed)


def foreign_public_key() -> str:
    public = X25519PrivateKey.generate().public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(
    "content",
    [
        *("", "hello", "[]", "{}", "-----BEGIN PUBLIC KEY-----\nhalf", foreign_public_key()),
        '{"schema": "another", "version": 1, "keys": []}',
        '{"schema": "boutdufil.public-keys", "version": 1, "keys": [{"key": "00"}]}',
    ],
)
def test_a_file_without_keys_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cles.json"
    path.write_text(content)

    with pytest.raises(KeysError):
        read_trusted(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeysError, match="cannot be read"):
        read_trusted(tmp_path / "gone")
