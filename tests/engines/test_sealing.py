"""Seals: made the same every time, and no bit of them can change unseen."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.sealing import (
    MEANING,
    Finding,
    FindingKind,
    PublicKey,
    SealError,
    SigningKey,
    _archive,
    _manifest,
    _verdict,
    canonical_json,
    register_check,
    seal,
    verify,
)

KEY = SigningKey(bytes(range(32)))
OTHER = SigningKey(bytes(32))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILES = {
    "plan.csv": b"person;post\n1;7\n",
    "plan.pdf": b"%PDF-1.7 invented",
    "facts/site.json": b"",
}
names = st.from_regex(r"[a-z][a-z0-9_-]{0,9}(\.[a-z]{1,3})?", fullmatch=True).filter(
    lambda name: name not in {"manifest.json", "signature.json"}
)


def make(files=FILES, *, kind="plan", about=None, key=KEY, sealed_at=NOON) -> bytes:
    return seal(files, kind=kind, about=about or {"site": "Lille"}, sealed_at=sealed_at, key=key)


def entries_of(archive: bytes) -> dict[str, bytes]:
    return dict(_archive.read_archive(archive))


def remade(change) -> bytes:
    """Return the sealed archive with its entries changed, in the right form."""
    entries = entries_of(make())
    change(entries)
    return _archive.write_archive(list(entries.items()))


def test_what_was_sealed_is_recognised():
    verdict = verify(make(), trusted=[KEY.public])

    assert verdict.is_trusted
    assert (verdict.kind, verdict.about, verdict.sealed_at) == ("plan", {"site": "Lille"}, NOON)
    assert verdict.key_id == KEY.public.key_id
    assert verdict.findings == ()


def test_an_unknown_key_is_no_change():
    verdict = verify(make(), trusted=[OTHER.public])

    assert verdict.ok
    assert not verdict.is_trusted
    assert [finding.kind for finding in verdict.findings] == [FindingKind.UNKNOWN_KEY]
    assert "have not told me to trust" in verdict.findings[0].what


def test_every_verdict_says_what_a_seal_does_not_prove():
    for verdict in (verify(make()), verify(make(), trusted=[KEY.public]), verify(b"")):
        assert MEANING in verdict.statement
    assert "never proves that it was true" in MEANING


def test_the_same_is_sealed_to_the_same_bytes():
    backwards = dict(reversed(FILES.items()))
    paris = NOON.astimezone(timezone(timedelta(hours=1)))

    assert make(backwards, sealed_at=paris.replace(microsecond=1)) == make()


def test_any_zip_program_opens_it():
    with zipfile.ZipFile(io.BytesIO(make())) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in FILES} == FILES
        assert json.loads(opened.read("manifest.json"))["kind"] == "plan"


def test_no_bit_can_change_unseen():
    archive = make({"a.csv": b"1"})
    assert verify(archive).ok
    for place in range(len(archive)):
        for bit in range(8):
            changed = bytearray(archive)
            changed[place] ^= 1 << bit
            assert not verify(bytes(changed), trusted=[KEY.public]).ok, (place, bit)


@settings(max_examples=200)
@given(st.dictionaries(names, st.binary(max_size=200), max_size=5), st.data())
def test_no_bit_of_any_seal_can_change_unseen(files, data):
    archive = make(files)
    assert verify(archive).ok
    place = data.draw(st.integers(0, 8 * len(archive) - 1))
    changed = bytearray(archive)
    changed[place // 8] ^= 1 << place % 8

    assert not verify(bytes(changed)).ok


@settings(max_examples=200)
@given(st.data())
def test_nothing_can_be_cut_off_or_put_in_unseen(data):
    archive = make()
    start = data.draw(st.integers(0, len(archive)))
    length = data.draw(st.integers(0, len(archive) - start))
    put_in = data.draw(st.binary(max_size=30))
    changed = archive[:start] + put_in + archive[start + length :]

    assert verify(changed).ok == (changed == archive)


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_garbage_is_a_verdict_and_no_error(garbage):
    assert not verify(garbage).ok
    assert not verify(make()[:400] + garbage).ok


def test_a_changed_file_is_named():
    archive = remade(lambda entries: entries.update({"plan.csv": b"person;post\n1;8\n"}))

    (finding, _key) = verify(archive).findings
    assert finding.file == "plan.csv"
    assert "is not what was sealed" in finding.what


def test_a_missing_file_is_named():
    archive = remade(lambda entries: entries.pop("plan.pdf"))

    assert verify(archive).findings[0] == Finding("plan.pdf", "it was sealed and is missing")


def test_an_added_file_is_named():
    archive = remade(lambda entries: entries.update({"zz.csv": b"1"}))

    assert verify(archive).findings[0] == Finding("zz.csv", "it was added after the sealing")


def test_an_archive_written_again_is_told_so():
    with zipfile.ZipFile(target := io.BytesIO(), "w") as again:
        for name, content in entries_of(make()).items():
            again.writestr(name, content)

    (finding, _key) = verify(target.getvalue()).findings
    assert "written again" in finding.what


def test_a_compressed_archive_is_refused():
    with zipfile.ZipFile(target := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("manifest.json", b"0" * 1_000_000)

    assert "compressed" in verify(target.getvalue()).findings[0].what


def test_another_keys_signature_does_not_fit():
    def resign(entries):
        signature = _manifest.sign(entries["manifest.json"], OTHER)
        entries["signature.json"] = _manifest.Signature(KEY.public, signature.value).to_bytes()

    assert "not over this manifest" in verify(remade(resign)).findings[0].what


def test_whoever_seals_again_is_a_stranger():
    verdict = verify(make({"plan.csv": b"lies"}, key=OTHER), trusted=[KEY.public])

    assert verdict.ok
    assert not verdict.is_trusted


@pytest.mark.parametrize(
    ("member", "value"),
    [
        *(("kind", value) for value in ("", "A plan", 3, None)),
        *(("sealed_at", value) for value in ("yesterday", "2026-11-22T12:00:00+00:00", 3)),
        *(
            ("files", value)
            for value in (None, 3, [3], [{}], [{"name": 1, "bytes": 1, "sha256": 1}])
        ),
        *(("about", value) for value in (3, [], None)),
        *(("root", value) for value in ("", "00" * 32)),
        ("format", "boutdufil-seal/2"),
        ("more", 1),
    ],
)
def test_an_odd_manifest_is_refused_though_signed(member, value):
    def rewrite(entries):
        said = json.loads(entries["manifest.json"]) | {member: value}
        entries["manifest.json"] = canonical_json(said)
        entries["signature.json"] = _manifest.sign(entries["manifest.json"], OTHER).to_bytes()

    (finding,) = verify(remade(rewrite)).findings
    assert finding.file == "manifest.json"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"a": 1}', b"[" * 100_000, b"1e400", b"NaN"]
)
@pytest.mark.parametrize("part", ["manifest.json", "signature.json"])
def test_an_unreadable_part_is_named(part, content):
    archive = remade(lambda entries: entries.update({part: content}))

    assert part in {finding.file for finding in verify(archive).findings}


def test_a_file_listed_twice_is_named():
    def rewrite(entries):
        said = _manifest.read_manifest(entries["manifest.json"])
        twice = (said.entries[0], *said.entries)
        entries["manifest.json"] = _manifest.Manifest(
            said.kind, said.about, said.sealed_at, twice
        ).to_bytes()
        entries["signature.json"] = _manifest.sign(entries["manifest.json"], OTHER).to_bytes()

    assert verify(remade(rewrite)).findings[0].what == "it is listed twice"


@pytest.mark.parametrize(
    "name",
    [
        *("../a", "/a", "a//b", "a/../b", "C:\\a", "a\\b", "é.csv", "a b", "", ".hidden", "a/"),
        *("manifest.json", "Signature.JSON", "x" * 121),
    ],
)
def test_a_name_that_plays_tricks_is_refused(name):
    with pytest.raises(SealError):
        make({name: b""})


def test_names_that_some_disk_holds_for_the_same_are_refused():
    with pytest.raises(SealError, match="twice"):
        make({"a.csv": b"", "A.csv": b""})


def test_a_trick_in_a_foreign_archive_is_refused(monkeypatch):
    monkeypatch.setattr(_archive, "check_entries", lambda entries: None)
    archive = _archive.write_archive([*entries_of(make()).items(), ("../../etc/passwd", b"x")])
    monkeypatch.undo()

    assert "no plain name" in verify(archive).findings[0].what


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(_archive, "LARGEST_ARCHIVE", 1000)

    with pytest.raises(SealError, match="more than"):
        make({"a.csv": bytes(1000)})
    assert "more than" in verify(bytes(1001)).findings[0].what


def test_too_many_are_refused(monkeypatch):
    monkeypatch.setattr(_archive, "MOST_ENTRIES", 4)

    with pytest.raises(SealError, match="more than 4 files"):
        make()


@pytest.mark.parametrize("kind", ["", "Plan", "a plan", "é", "x" * 65])
def test_an_odd_kind_is_refused(kind):
    with pytest.raises(SealError, match="kind"):
        make(kind=kind)


def test_a_time_without_zone_is_refused():
    with pytest.raises(SealError, match="zone"):
        make(sealed_at=NOON.replace(tzinfo=None))


@pytest.mark.parametrize("value", [1.5, {1: 2}, {"a": b"x"}, [2**53], "\ud800", {"\ud800": 1}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(SealError):
        make(about={"value": value})


@pytest.mark.parametrize("make_key", [SigningKey, PublicKey])
def test_a_key_has_32_bytes(make_key):
    with pytest.raises(SealError, match="32 bytes"):
        make_key(b"short")


def test_a_key_does_not_show_its_secret():
    assert KEY.seed.hex() not in repr(KEY)
    assert repr(KEY.seed) not in repr(KEY)


@pytest.fixture
def no_checks(monkeypatch):
    monkeypatch.setattr(_verdict, "_checks", {})


@pytest.mark.usefixtures("no_checks")
def test_a_check_recomputes_what_its_kind_claims():
    def recount(files):
        if files["plan.csv"].count(b"\n") != 3:
            yield Finding("plan.csv", "3 people announced", FindingKind.CHECK)

    register_check("plan", recount)

    verdict = verify(make(), trusted=[KEY.public])
    assert not verdict.ok
    assert verdict.findings == (Finding("plan.csv", "3 people announced", FindingKind.CHECK),)
    assert verify(make(kind="poster"), trusted=[KEY.public]).ok


@pytest.mark.usefixtures("no_checks")
def test_a_check_that_stumbles_is_a_finding():
    register_check("plan", lambda files: [files["gone.csv"]])

    assert "cannot be recomputed" in verify(make()).findings[0].what


@pytest.mark.usefixtures("no_checks")
def test_a_kind_has_one_check():
    register_check("plan", len)
    register_check("plan", len)

    with pytest.raises(ValueError, match="two checks"):
        register_check("plan", list)
