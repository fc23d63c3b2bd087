"""Sealing files, and looking at what claims to be sealed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from boutdufil.engines.sealing import _archive
from boutdufil.engines.sealing._errors import SealError
from boutdufil.engines.sealing._manifest import (
    MANIFEST,
    SIGNATURE,
    Manifest,
    Signature,
    describe,
    make_manifest,
    read_manifest,
    read_signature,
    sign,
)
from boutdufil.engines.sealing._signing import PublicKey, SigningKey
from boutdufil.engines.sealing._verdict import Finding, FindingKind, Verdict, run_check


def seal(
    files: Mapping[str, bytes],
    *,
    kind: str,
    about: Mapping[str, object],
    sealed_at: datetime,
    key: SigningKey,
) -> bytes:
    """Return the sealed archive of these files: a ZIP that any program opens.

    ``about`` says what it is, in JSON values without floats; ``sealed_at`` needs its zone and is
    kept to the second. The same arguments give the same bytes.

    :raises SealError: for a name, a kind, a time or a value that cannot be sealed, or too much.
    """
    manifest = make_manifest(files, kind=kind, about=about, sealed_at=sealed_at).to_bytes()
    signature = sign(manifest, key).to_bytes()
    return _archive.write_archive(_in_order(manifest, signature, files))


def verify(archive: bytes, *, trusted: Collection[PublicKey] = ()) -> Verdict:
    """Say whether this is, to the last bit, what was sealed, and by whom.

    Never raises: whatever the bytes are, the verdict says what is wrong with them.
    """
    try:
        entries = _archive.read_archive(archive)
        files = dict(entries)
        manifest = _read_part(MANIFEST, files)
        signature = _read_part(SIGNATURE, files)
    except SealError as error:
        return Verdict(ok=False, findings=(Finding("", f"no seal of this form: {error}"),))
    said, signed = _parse(manifest, signature)
    if isinstance(said, Finding) or isinstance(signed, Finding):
        found = [part for part in (said, signed) if isinstance(part, Finding)]
        return Verdict(ok=False, findings=tuple(found))
    changed = (
        *_signature_findings(signed, manifest),
        *_file_findings(said, files),
    ) or _form_findings(archive, manifest, signature, files)
    return _verdict(said, signed, changed, files, trusted)


def contents(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive, without manifest and signature; judges nothing.

    :raises SealError: when it is no archive of this form.
    """
    files = dict(_archive.read_archive(archive))
    return {name: files[name] for name in files if name not in (MANIFEST, SIGNATURE)}


def _verdict(
    said: Manifest,
    signed: Signature,
    changed: Sequence[Finding],
    files: Mapping[str, bytes],
    trusted: Collection[PublicKey],
) -> Verdict:
    broken = tuple(changed) or run_check(said.kind, files)
    stranger = () if signed.key in trusted else (_unknown(signed.key),)
    return Verdict(
        ok=not broken,
        kind=said.kind,
        about=said.about,
        sealed_at=said.sealed_at,
        key_id=signed.key.key_id,
        findings=(*broken, *stranger),
    )


def _in_order(
    manifest: bytes, signature: bytes, files: Mapping[str, bytes]
) -> list[_archive.Entry]:
    return [(MANIFEST, manifest), (SIGNATURE, signature), *_archive.by_name(files)]


def _read_part(name: str, files: dict[str, bytes]) -> bytes:
    if name not in files:
        raise SealError(f"it holds no {name}")
    return files.pop(name)


def _parse(manifest: bytes, signature: bytes) -> tuple[Manifest | Finding, Signature | Finding]:
    said: Manifest | Finding
    signed: Signature | Finding
    try:
        said = read_manifest(manifest)
    except SealError as error:
        said = Finding(MANIFEST, str(error))
    try:
        signed = read_signature(signature)
    except SealError as error:
        signed = Finding(SIGNATURE, str(error))
    return said, signed


def _signature_findings(signed: Signature, manifest: bytes) -> Iterator[Finding]:
    if not signed.key.has_signed(manifest, signed.value):
        yield Finding(SIGNATURE, "the signature is not over this manifest by this key")


def _file_findings(said: Manifest, files: Mapping[str, bytes]) -> Iterator[Finding]:
    listed = {entry.name: entry for entry in said.entries}
    for name, times in Counter(entry.name for entry in said.entries).items():
        if times > 1:
            yield Finding(name, "it is listed twice")
    for name in sorted(listed.keys() - files.keys()):
        yield Finding(name, "it was sealed and is missing")
    for name in sorted(files.keys() - listed.keys()):
        yield Finding(name, "it was added after the sealing")
    for name in sorted(files.keys() & listed.keys()):
        if describe(name, files[name]) != listed[name]:
            yield Finding(name, "it is not what was sealed: its length or SHA-256 differs")


def _form_findings(
    archive: bytes, manifest: bytes, signature: bytes, files: Mapping[str, bytes]
) -> tuple[Finding, ...]:
    if _archive.is_canonical(archive, _in_order(manifest, signature, files)):
        return ()
    what = "every file is what was sealed, but the archive around them was written again"
    return (Finding("", what),)


def _unknown(key: PublicKey) -> Finding:
    what = f"signed by a key you have not told me to trust ({key.key_id})"
    return Finding(SIGNATURE, what, FindingKind.UNKNOWN_KEY)
