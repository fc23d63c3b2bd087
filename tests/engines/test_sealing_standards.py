"""The published vectors of RFC 8785, RFC 8032 and RFC 6962, and proofs against a naive tree."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.engines.sealing import PublicKey, SealError, SigningKey, canonical_json, merkle
from boutdufil.engines.sealing._canonical import read_canonical

# RFC 8785, 3.2.2 and 3.2.3 (appendix of numbers left out: floats are refused).
STRINGS = (
    r'{"string":"\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}'
)
STRINGS_CANONICAL = '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
SORTING = r"""{"\u20ac":"Euro Sign","\r":"Carriage Return",
"\ufb33":"Hebrew Letter Dalet With Dagesh",
"1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control",
"\u00f6":"Latin Small Letter O With Diaeresis"}"""
SORTED = [
    *("Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign"),
    *("Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"),
]


def test_strings_as_rfc_8785_writes_them():
    assert canonical_json(json.loads(STRINGS)).decode() == STRINGS_CANONICAL


def test_keys_as_rfc_8785_sorts_them():
    assert list(json.loads(canonical_json(json.loads(SORTING))).values()) == SORTED


def test_integers_end_where_doubles_begin_to_lie():
    assert canonical_json([2**53 - 1, -(2**53) + 1, 0]) == b"[9007199254740991,-9007199254740991,0]"
    for beyond in (2**53, -(2**53)):
        with pytest.raises(SealError):
            canonical_json(beyond)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json_values)
def test_a_value_comes_back_from_its_only_form(value):
    written = canonical_json(value)

    assert read_canonical(written) == value
    assert json.loads(written) == value


@pytest.mark.parametrize(
    "text", ['{"b":1,"a":2}', '{"a": 1}', '{"a":1,"a":1}', '"\\u0041"', "1.0", "-0"]
)
def test_another_form_is_refused(text):
    with pytest.raises(SealError):
        read_canonical(text.encode())


# RFC 8032, 7.1, tests 1 to 3: secret key, public key, message, signature.
ED25519 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
            "f9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
            "f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76098"
            "4dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), ED25519)
def test_signatures_as_rfc_8032_gives_them(secret, public, message, signature):
    key = SigningKey(bytes.fromhex(secret))

    assert key.public == PublicKey(bytes.fromhex(public))
    assert key.sign(bytes.fromhex(message)).hex() == signature
    assert key.public.has_signed(bytes.fromhex(message), bytes.fromhex(signature))
    assert not key.public.has_signed(b"other", bytes.fromhex(signature))
    assert not key.public.has_signed(bytes.fromhex(message), b"short")


# The reference tree of the certificate transparency project: entries, and roots of the first n.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                  "606162636465666768696a6b6c6d6e6f")
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]


@pytest.mark.parametrize("size", range(9))
def test_roots_as_certificate_transparency_has_them(size):
    assert merkle.root_hash(LEAVES[:size]).hex() == ROOTS[size]


def test_an_inclusion_proof_as_certificate_transparency_has_it():
    assert [step.hex() for step in merkle.inclusion_proof(LEAVES[:8], 0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def leaves_of(size: int) -> list[bytes]:
    return [merkle.leaf_hash(number.to_bytes(2)) for number in range(size)]


@given(st.integers(1, 130).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
def test_every_entry_can_be_proven(place):
    size, index = place
    leaves = leaves_of(size)
    proof, root = merkle.inclusion_proof(leaves, index), merkle.root_hash(leaves)

    assert merkle.proves_inclusion(leaves[index], index, size, proof=proof, root=root)
    for other in (*range(size), size):
        if other != index:
            assert not merkle.proves_inclusion(leaves[index], other, size, proof=proof, root=root)
    stranger = merkle.leaf_hash(b"stranger")
    assert not merkle.proves_inclusion(stranger, index, size, proof=proof, root=root)
    assert not merkle.proves_inclusion(
        leaves[index], index, size, proof=[*proof, stranger], root=root
    )


@given(st.integers(1, 130).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))))
def test_every_growth_can_be_proven(sizes):
    earlier, later = sizes
    leaves = leaves_of(later)
    roots = merkle.root_hash(leaves[:earlier]), merkle.root_hash(leaves)
    proof = merkle.consistency_proof(leaves, earlier)

    assert merkle.proves_consistency(sizes, roots, proof=proof)
    forged = sha256(b"forged").digest()
    assert not merkle.proves_consistency(sizes, (forged, roots[1]), proof=proof)
    assert not merkle.proves_consistency(sizes, (roots[0], forged), proof=proof)
    assert not merkle.proves_consistency(sizes, roots, proof=[*proof, forged])
    if proof:
        assert not merkle.proves_consistency(sizes, roots, proof=proof[:-1])


def test_proofs_of_nothing_are_refused():
    leaves, root = leaves_of(3), merkle.root_hash(leaves_of(3))
    with pytest.raises(IndexError):
        merkle.inclusion_proof(leaves, 3)
    for earlier in (0, 4):
        with pytest.raises(IndexError):
            merkle.consistency_proof(leaves, earlier)
    assert not merkle.proves_consistency((0, 3), (root, root), proof=[])
    assert not merkle.proves_consistency((2, 3), (root, root), proof=[])
