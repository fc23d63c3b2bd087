"""Files: kept whole, never twice, gone with their transaction, destroyed for good."""

import contextlib
import os
import stat
import time

import pytest
from django.db import transaction

from boutdufil.kernel.files import selectors, services, shelf
from boutdufil.kernel.files.enums import MediaType
from boutdufil.kernel.files.errors import FileGone, FileRefused
from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.files.names import clean_name, size_words
from boutdufil.kernel.files.responses import download
from tests.factories.files import StoredFileFactory
from tests.kernel.files.conftest import typeset, with_action

PDF = typeset("= Lettre")


def store(content=PDF, name="Mon CV.pdf", **more):
    return services.store_file(content=content, name=name, purpose="tests", **more)


def kept(root):
    return [path for path in root.rglob("*") if path.is_file()]


@contextlib.contextmanager
def rolled_back():
    """Do what is inside, then have the database forget it."""
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        yield
        raise ZeroDivisionError


@pytest.mark.django_db
def test_a_file_comes_back_as_it_was(media_root):
    file = store()

    assert selectors.read_file(file) == PDF
    assert (file.size, file.media_type, file.name) == (len(PDF), "application/pdf", "Mon CV.pdf")
    assert len(file.key) == 43


@pytest.mark.django_db
def test_only_this_account_reads_the_disk(media_root):
    path = shelf.path_of(store().key)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.parent.parent == media_root


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "reason", "remedy"),
    [
        (b"", "empty", "Choisissez-en un autre"),
        (PDF + b" " * 5_000_000, "too_big", "la limite est de"),
        (b"MZ not a pdf", "wrong_type", "Enregistrer au format PDF"),
        (b"\x89PNG\r\n\x1a\n", "wrong_type", "Enregistrer au format PDF"),
        (PDF[:-300], "broken", "nouveau PDF"),
        (with_action("/Launch", F="cmd"), "active", "nouveau PDF"),
    ],
    ids=["empty", "big", "program", "picture", "cut", "active"],
)
def test_what_is_not_taken_says_what_to_do(media_root, content, reason, remedy):
    with pytest.raises(FileRefused) as refused:
        store(content)

    assert refused.value.reason == reason
    assert remedy in str(refused.value)
    assert not StoredFile.objects.exists()
    assert not media_root.exists()


@pytest.mark.django_db
def test_its_name_decides_nothing(media_root):
    assert store(name="cv.exe").name == "cv.pdf"
    assert store(b"PK\x03\x04", name="a.pdf", allowed=[MediaType.ZIP]).name == "a.zip"
    with pytest.raises(FileRefused, match="JPEG, PNG"):
        store(allowed=[MediaType.PNG, MediaType.JPEG])


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Moi\\Lettre d’été.docx", "Lettre d’été.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("...", "document.pdf"),
        ("x" * 300, "x" * 100 + ".pdf"),
    ],
)
def test_names_are_cleaned(given, cleaned):
    assert clean_name(given, MediaType.PDF) == cleaned


def test_sizes_are_said_as_people_say_them():
    assert [size_words(size) for size in (1, 48_200, 3_200_000)] == ["1 ko", "48 ko", "3,2 Mo"]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_rolled_back_keeps_no_file(media_root):
    with rolled_back():
        store()
        assert len(kept(media_root)) == 1

    assert kept(media_root) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_part_rolled_back_keeps_the_rest(media_root):
    with transaction.atomic():
        first = store()
        with rolled_back():
            store()

    assert [path.name for path in kept(media_root)] == [first.key]
    assert selectors.read_file(first) == PDF


@pytest.mark.django_db(transaction=True)
def test_somebody_elses_failure_at_commit_destroys_nothing(media_root):
    def fail():
        raise ZeroDivisionError

    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        transaction.on_commit(fail)
        store()

    assert selectors.read_file(StoredFile.objects.get()) == PDF


@pytest.mark.django_db(transaction=True)
def test_a_shredded_file_is_gone_and_its_row_stays(media_root):
    file = store()
    path = shelf.path_of(file.key)
    other_name = path.with_name("other")
    os.link(path, other_name)

    services.shred_file(file)

    file.refresh_from_db()
    assert (file.name, path.exists()) == ("", False)
    assert not any(other_name.read_bytes())
    with pytest.raises(FileGone):
        selectors.read_file(file)


@pytest.mark.django_db(transaction=True)
def test_shredding_waits_for_the_commit(media_root):
    file = store()
    with rolled_back():
        services.shred_file(file)

    assert selectors.read_file(StoredFile.objects.get()) == PDF


@pytest.mark.django_db
def test_bytes_that_changed_are_not_given(media_root):
    file = store()
    shelf.path_of(file.key).write_bytes(PDF + b" ")

    with pytest.raises(FileGone):
        selectors.read_file(file)


@pytest.mark.django_db
def test_what_a_crash_left_is_swept_after_an_hour(media_root):
    file, key, fresh = store(), shelf.new_key(), shelf.new_key()
    gone = StoredFileFactory(key=shelf.new_key(), shredded_at=file.stored_at)
    for orphan in (key, fresh, gone.key, shelf.new_key() + shelf.DRAFT):
        shelf.write(orphan, b"left")
    long_ago = time.time() - services.ORPHAN_SECONDS - 1
    for path in kept(media_root):
        if path.name != fresh:
            os.utime(path, (long_ago, long_ago))

    assert services.sweep_orphans() == 3
    assert {path.name for path in kept(media_root)} == {file.key, fresh}


@pytest.mark.django_db
def test_a_download_does_nothing_in_the_browser(media_root):
    answer = download(store(name="Lettre d’été.pdf"))

    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "Lettre%20d%E2%80%99%C3%A9t%C3%A9.pdf" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_no_address_leads_to_a_file(client, media_root):
    key = store().key

    for address in (f"/files/{key}", f"/media/{key}", f"/static/{key[:2]}/{key}", f"/{key}"):
        assert client.get(address).status_code == 404
