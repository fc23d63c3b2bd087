"""Releases as their statisticians see them: the checklist, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from boutdufil.rooms.barometer.enums import ReleaseState
from boutdufil.rooms.barometer.models import Release, ReleaseSource
from boutdufil.rooms.barometer.selectors.estimation import centres_of, data_hash


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a release's checklist; ``remedy`` says what to do when it does not hold."""

    label: str
    is_met: bool
    remedy: str


def checklist(release_id: int) -> tuple[Check, ...]:
    """Return what must hold before a release goes out."""
    release = Release.objects.select_related("survey").get(pk=release_id)
    source = ReleaseSource.objects.filter(release=release).first()
    return (
        Check(
            _("L’audit du secret a réussi"),
            source is not None and source.audit_passed,
            _("L’audit du secret a échoué : cette publication ne peut pas sortir."),
        ),
        Check(
            _("Les données simulées portent leur mention"),
            release.simulated or not release.survey.invented,
            _("Ces données sont simulées : la mention manque."),
        ),
        Check(
            _("Les réponses n’ont pas changé depuis l’estimation"),
            release.manifest.get("data_hash") == data_hash(centres_of(release.wave_id)),
            _("Les réponses ont changé depuis : refaites une estimation et une publication."),
        ),
        Check(
            _("Protégée avec tout ce qui est déjà sorti"),
            release.manifest.get("known") == _out(release),
            _("Une autre publication est sortie depuis : refaites celle-ci pour la protéger."),
        ),
    )


def blocking(release_id: int) -> tuple[str, ...]:
    """Return what stands in the way of a release, in words."""
    return tuple(one.remedy for one in checklist(release_id) if not one.is_met)


def _out(release: Release) -> list[int]:
    out = Release.objects.filter(
        wave_id=release.wave_id, state=ReleaseState.PUBLISHED, source__isnull=False
    )
    return list(out.exclude(pk=release.pk).order_by("number").values_list("number", flat=True))
