"""Juries of a stage: made, seated, led."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Juror, Jury, JurySeat, Reading, Stage
from boutdufil.rooms.contests.selectors.panels import region_names
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.trail import record


@dataclass(frozen=True, slots=True)
class PanelDraft:
    """What the organiser says of a jury: no region is the national one."""

    name: str
    region: str = ""
    juror_ids: tuple[int, ...] = ()
    chair_id: int | None = None


@transaction.atomic
def save_panel(
    *, stage_id: int, draft: PanelDraft, actor_id: int | None, jury_id: int | None = None
) -> Jury:
    """Make a jury, or change who sits on it.

    :raises ContestError: two juries of one region, a chair or a juror from elsewhere, somebody on
        two juries of the stage, or somebody taken off who began to read.
    """
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=stage_id)
    _refuse_seats(stage, draft, jury_id)
    jury = Jury.objects.get(pk=jury_id, stage=stage) if jury_id else Jury(stage=stage)
    jury.name, jury.region, jury.chair_id = draft.name, draft.region, draft.chair_id
    try:
        with transaction.atomic():
            jury.save()
    except IntegrityError as twice:
        raise ContestError(_("Cette région a déjà son jury."), "region") from twice
    _seat(jury, draft.juror_ids)
    facts = {"jury": jury.pk, "region": jury.region, "jurors": sorted(draft.juror_ids)}
    write_line(edition_id=stage.edition_id, kind="jury_seated", facts=facts)
    record(actor_id, "save_panel", stage.edition_id, jury=jury.pk, stage=stage_id)
    return jury


@transaction.atomic
def seat_by_region(*, stage_id: int, actor_id: int | None) -> int:
    """Make a jury of each region jurors come from, and seat those who accepted and sit nowhere.

    Jurors without a region sit on the national jury. Returns how many were seated.
    """
    stage = Stage.objects.get(pk=stage_id)
    names, places = region_names(), dict[str, list[int]]()
    accepted = Juror.objects.filter(edition_id=stage.edition_id, accepted_at__isnull=False)
    idle = accepted.filter(declined_at=None).exclude(seats__jury__stage=stage)
    for one in idle:
        places.setdefault(one.region, []).append(one.pk)
    for region, juror_ids in sorted(places.items()):
        jury = Jury.objects.filter(stage=stage, region=region).first()
        held = list(jury.seats.values_list("juror_id", flat=True)) if jury else []
        told = _("Jury de %(region)s") % {"region": names[region]} if region else ""
        draft = PanelDraft(
            name=jury.name if jury else told or _("Jury national"),
            region=region,
            juror_ids=(*held, *juror_ids),
            chair_id=jury.chair_id if jury else None,
        )
        save_panel(
            stage_id=stage_id, draft=draft, actor_id=actor_id, jury_id=jury.pk if jury else None
        )
    return sum(map(len, places.values()))


@transaction.atomic
def drop_panel(*, jury_id: int, actor_id: int | None) -> None:
    """Take a jury away.

    :raises ContestError: files are in its jurors' hands.
    """
    jury = Jury.objects.select_related("stage").get(pk=jury_id)
    held = Reading.objects.filter(stage_id=jury.stage_id, juror__seats__jury=jury)
    if held.exists() or jury.passages.exists():
        raise ContestError(_("Des candidatures sont entre ses mains : ce jury reste."))
    write_line(edition_id=jury.stage.edition_id, kind="jury_dropped", facts={"jury": jury.pk})
    record(actor_id, "drop_panel", jury.stage.edition_id, jury=jury.pk)
    jury.delete()


def _refuse_seats(stage: Stage, draft: PanelDraft, jury_id: int | None) -> None:
    known = Juror.objects.filter(
        edition_id=stage.edition_id,
        pk__in=draft.juror_ids,
        accepted_at__isnull=False,
        declined_at=None,
    )
    if known.count() != len(set(draft.juror_ids)):
        raise ContestError(_("Choisissez des jurés qui ont accepté."), "jurors")
    if draft.chair_id is not None and draft.chair_id not in draft.juror_ids:
        raise ContestError(_("La présidence revient à un membre du jury."), "chair")
    elsewhere = JurySeat.objects.filter(jury__stage=stage, juror_id__in=draft.juror_ids)
    twice = elsewhere.exclude(jury_id=jury_id or 0).select_related("juror", "jury").first()
    if twice is not None:
        told = _("%(name)s siège déjà au %(jury)s.")
        raise ContestError(told % {"name": twice.juror.name, "jury": twice.jury.name}, "jurors")


def _seat(jury: Jury, juror_ids: Collection[int]) -> None:
    gone = jury.seats.exclude(juror_id__in=juror_ids)
    busy = Reading.objects.filter(
        stage_id=jury.stage_id, recused_at=None, juror_id__in=gone.values("juror_id")
    )
    one = busy.select_related("juror").first()
    if one is not None:
        told = _("%(name)s a des dossiers en main : retirez-les d’abord.")
        raise ContestError(told % {"name": one.juror.name}, "jurors")
    gone.delete()
    held = set(jury.seats.values_list("juror_id", flat=True))
    JurySeat.objects.bulk_create(
        JurySeat(jury=jury, juror_id=one) for one in juror_ids if one not in held
    )
