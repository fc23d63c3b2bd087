"""The life of a release: opened, loaded out of sight, put in force in one transaction."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.occupations.enums import ReleaseStatus
from boutdufil.kernel.occupations.models import Release
from boutdufil.kernel.occupations.services.tables import clear_release


def release_in_force(*, kind: str) -> Release | None:
    """Return the release in force, if any."""
    return Release.objects.filter(kind=kind, status=ReleaseStatus.IN_FORCE).first()


@transaction.atomic
def open_release(
    *, kind: str, fingerprint: str, version: str, published_on: date | None, names: dict[str, str]
) -> Release:
    """Return the loading release of these files, taking up one that was broken off.

    ``names`` holds ``attribution`` and ``source_url``. Loads of other files that were
    abandoned are removed.
    """
    for other in Release.objects.filter(kind=kind, status=ReleaseStatus.LOADING).exclude(
        fingerprint=fingerprint
    ):
        clear_release(other)
        other.delete()
    told = {"version": version, "published_on": published_on, **names}
    release, made = Release.objects.get_or_create(
        kind=kind,
        fingerprint=fingerprint,
        defaults={"status": ReleaseStatus.LOADING, **told},
    )
    if not made and release.status == ReleaseStatus.SUPERSEDED:
        clear_release(release)
        release.status, release.counts = ReleaseStatus.LOADING, {}
        release.save(update_fields=["status", "counts"])
    return release


def put_in_force(*, release: Release) -> None:
    """Make ``release`` the one in force of its kind; call inside the switch's transaction."""
    Release.objects.filter(kind=release.kind, status=ReleaseStatus.IN_FORCE).update(
        status=ReleaseStatus.SUPERSEDED
    )
    release.status = ReleaseStatus.IN_FORCE
    release.imported_at = timezone.now()
    release.save(update_fields=["status", "imported_at", "counts"])


@transaction.atomic
def clear_superseded(*, kind: str) -> None:
    """Remove the rows of releases that were replaced."""
    for release in Release.objects.filter(kind=kind, status=ReleaseStatus.SUPERSEDED):
        clear_release(release)
