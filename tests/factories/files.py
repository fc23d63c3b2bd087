"""Factories of files."""

import factory

from boutdufil.kernel.files.models import StoredFile


class StoredFileFactory(factory.django.DjangoModelFactory):
    """A row whose bytes were never written."""

    class Meta:
        model = StoredFile

    key = factory.Sequence(lambda n: f"{n:043d}")
    sha256 = "0" * 64
    size = 1000
    media_type = "application/pdf"
    name = "document.pdf"
    purpose = "tests"
