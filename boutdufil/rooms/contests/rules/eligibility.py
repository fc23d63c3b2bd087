"""Why somebody cannot enter: every obstacle at once, each a sentence with its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import EditionStatus, EntryKind
from boutdufil.rooms.contests.rules.entries import EntryDraft
from boutdufil.rooms.contests.rules.rows import EditionRow


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tables say of somebody in an edition; `rules_number` is the version in force."""

    rules_number: int
    has_entry: bool = False
    is_excluded: bool = False
    is_juror: bool = False
    runs_edition: bool = False
    invigilates: bool = False
    email: str = ""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason, and the field it is about ("" for none)."""

    text: str
    field: str = ""


def obstacles_to_person(
    edition: EditionRow, standing: Standing, now: datetime
) -> tuple[Obstacle, ...]:
    """Return what keeps somebody from entering, whatever they type."""
    return (*_obstacles_of_time(edition, now), *_obstacles_of_role(standing))


def obstacles_to_draft(
    edition: EditionRow, standing: Standing, draft: EntryDraft
) -> tuple[Obstacle, ...]:
    """Return what the rules miss in what was typed."""
    found = (
        *_obstacles_of_employer(edition, standing, draft),
        *_obstacles_of_team(edition, draft),
        *_obstacles_of_rules(standing, draft),
    )
    return tuple(found)


def _obstacles_of_time(edition: EditionRow, now: datetime) -> Iterator[Obstacle]:
    if edition.status != EditionStatus.PUBLISHED or edition.opens_at is None:
        yield Obstacle(_("Les inscriptions de ce concours ne sont pas ouvertes."))
    elif now < edition.opens_at:
        told = _("Les inscriptions ouvrent le %(day)s. Revenez alors.")
        yield Obstacle(told % {"day": _hour(edition.opens_at)})
    elif edition.closes_at is not None and now >= edition.closes_at:
        told = _("Les inscriptions sont closes depuis le %(day)s.")
        yield Obstacle(told % {"day": _hour(edition.closes_at)})


def _obstacles_of_role(standing: Standing) -> Iterator[Obstacle]:
    if standing.is_excluded:
        yield Obstacle(_("Votre candidature à cette édition a été exclue. Écrivez à qui organise."))
    elif standing.has_entry:
        yield Obstacle(_("Vous êtes déjà candidat ou candidate à cette édition : une seule fois."))
    if standing.is_juror:
        yield Obstacle(_("Vous êtes du jury de cette édition : un jury ne concourt pas."))
    if standing.runs_edition:
        yield Obstacle(_("Vous organisez cette édition : qui organise ne concourt pas."))
    if standing.invigilates:
        yield Obstacle(_("Vous surveillez une séance de cette édition : vous ne concourez pas."))


def _obstacles_of_employer(
    edition: EditionRow, standing: Standing, draft: EntryDraft
) -> Iterator[Obstacle]:
    if edition.needs_employer and not draft.employer_name:
        yield Obstacle(
            _("Ce concours est ouvert à qui travaille dans un centre : écrivez votre employeur."),
            "employer_name",
        )
    if not edition.needs_employer_consent:
        return
    if not draft.employer_email:
        yield Obstacle(
            _("L’accord de votre employeur est demandé : écrivez l’adresse où le lui demander."),
            "employer_email",
        )
    elif draft.employer_email == standing.email:
        yield Obstacle(
            _("C’est votre propre adresse. Écrivez celle de la personne qui répond pour lui."),
            "employer_email",
        )


def _obstacles_of_team(edition: EditionRow, draft: EntryDraft) -> Iterator[Obstacle]:
    if edition.needs_school and not draft.school:
        yield Obstacle(
            _("Ce concours est ouvert aux élèves et étudiants : écrivez votre établissement."),
            "school",
        )
    if edition.entered_by == EntryKind.TEAM and not draft.team_name:
        yield Obstacle(_("Donnez un nom à votre équipe."), "team_name")


def _obstacles_of_rules(standing: Standing, draft: EntryDraft) -> Iterator[Obstacle]:
    if draft.rules_number != standing.rules_number:
        yield Obstacle(
            _("Le règlement a changé pendant que vous le lisiez. Relisez-le, puis recommencez."),
            "agrees",
        )


def _hour(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
