"""Releases: made from a run, protected with what is out already, sealed, out at their hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boutdufil.adapters.keys import signing_key
from boutdufil.engines.sealing import contents, read_canonical, seal
from boutdufil.engines.secrecy import TableRefused
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.files.enums import MediaType
from boutdufil.kernel.files.services import store_file
from boutdufil.rooms.barometer.enums import ReleaseState, RunState
from boutdufil.rooms.barometer.errors import BarometerError, FrozenError
from boutdufil.rooms.barometer.models import (
    Cell,
    EstimationRun,
    Release,
    ReleaseSource,
    Wave,
)
from boutdufil.rooms.barometer.rules.estimation import read_recipe
from boutdufil.rooms.barometer.rules.releases import (
    Made,
    make_cells,
    read_source,
    sealable,
    written_source,
)
from boutdufil.rooms.barometer.selectors.releases import blocking
from boutdufil.rooms.barometer.services.estimation import weigh_again
from boutdufil.rooms.barometer.services.measured import load_measured, measured

KIND = "barometer.release"
CELLS, MANIFEST = "cells.json", "fabrication.json"
LONGEST_ARCHIVE = 50_000_000


@transaction.atomic
def make_release(*, run_id: int, name: str, actor_id: int | None) -> Release:
    """Make the protected tables of a run, audited together with every release that is out.

    :raises BarometerError: the run gave no weights, answers changed since, or nothing that could
        be hidden would keep the secret.
    """
    run = EstimationRun.objects.select_related("wave__survey").get(pk=run_id)
    if run.state != RunState.DONE:
        raise BarometerError(_("Cette estimation n’a pas donné de poids : faites-en une autre."))
    wave = Wave.objects.select_for_update().get(pk=run.wave_id)
    known = _published(wave)
    made = _made(run.wave_id, run.recipe, run.data_hash, known)
    last = Release.objects.filter(survey_id=wave.survey_id).aggregate(Max("number"))["number__max"]
    release = Release.objects.create(
        survey_id=wave.survey_id,
        wave=wave,
        number=(last or 0) + 1,
        name=name,
        state=ReleaseState.AUDITED if made.passed else ReleaseState.DRAFT,
        simulated=run.wave.survey.invented,
        manifest=_manifest(run, made, known),
        quality=dict(run.diagnostics),
    )
    ReleaseSource.objects.create(
        release=release,
        run=run,
        content=written_source(made),
        audit=dict(made.audit),
        audit_passed=made.passed,
    )
    _keep_cells(release, made)
    _record(actor_id, "make_release", release, passed=made.passed)
    return release


@transaction.atomic
def plan_release(*, release_id: int, planned_at: datetime, now: datetime, actor_id: int) -> None:
    """Announce the hour of a release; until then nobody but its statisticians sees it.

    :raises BarometerError: something stands in its way, or the hour is past.
    """
    release = _waiting(release_id)
    if planned_at <= now:
        raise BarometerError(_("Cette heure est passée : choisissez-en une à venir."), "planned_at")
    _refuse_blocked(release)
    release.state, release.planned_at = ReleaseState.READY, planned_at
    release.save(update_fields=["state", "planned_at"])
    _record(actor_id, "plan_release", release, planned_at=planned_at.isoformat())


@transaction.atomic
def publish_release(*, release_id: int, now: datetime, actor_id: int | None) -> Release:
    """Publish a release and seal it. It never changes any more: a later one revises it.

    :raises BarometerError: something stands in its way: a failed audit, a missing stamp, a release
        that went out since it was made, answers that changed.
    """
    release = _waiting(release_id)
    if release.planned_at is not None and release.planned_at > now:
        raise BarometerError(_("Cette publication est sous embargo jusqu’à l’heure annoncée."))
    _refuse_blocked(release)
    release.state, release.published_at = ReleaseState.PUBLISHED, now
    release.archive = store_file(
        content=_sealed(release, now),
        name=f"barometre-{release.survey.slug}-{release.number}.zip",
        purpose="barometer.release",
        allowed=(MediaType.ZIP,),
        limit=LONGEST_ARCHIVE,
    )
    release.save(update_fields=["state", "published_at", "archive"])
    _record(actor_id, "publish_release", release, sha256=release.archive.sha256)
    return release


@transaction.atomic
def withdraw_plan(*, release_id: int, actor_id: int) -> None:
    """Take back the announced hour of a release that is not out.

    :raises BarometerError: no hour was announced.
    """
    release = _waiting(release_id)
    if release.state != ReleaseState.READY:
        raise BarometerError(_("Aucune heure n’est annoncée pour cette publication."))
    announced = release.planned_at
    release.state, release.planned_at = ReleaseState.AUDITED, None
    release.save(update_fields=["state", "planned_at"])
    _record(actor_id, "withdraw_plan", release, planned_at=announced and announced.isoformat())


@transaction.atomic
def drop_release(*, release_id: int, reason: str, actor_id: int) -> None:
    """Drop a release that never went out; the journal keeps its name, its number and the reason.

    :raises BarometerError: it is out, or announced.
    """
    release = _waiting(release_id)
    if release.state == ReleaseState.READY:
        raise BarometerError(_("Cette publication est annoncée : retirez d’abord l’annonce."))
    _record(
        actor_id,
        "drop_release",
        release,
        reason=reason,
        number=release.number,
        name=release.name,
    )
    release.delete()


def publish_due(*, now: datetime) -> int:
    """Publish the releases whose announced hour has come; return how many went out.

    One that something stands in the way of stays in, and says so on its page.
    """
    due = Release.objects.filter(state=ReleaseState.READY, planned_at__lte=now)
    done = 0
    for release_id in due.order_by("planned_at", "pk").values_list("pk", flat=True):
        try:
            publish_release(release_id=release_id, now=now, actor_id=None)
        except BarometerError:
            continue
        done += 1
    return done


def remade_cells(*, wave_id: int, archive: bytes) -> tuple[bytes, bytes]:
    """Make the cells of a sealed release again from its manifest; return sealed and made again.

    :raises BarometerError: answers are no longer those it was made from.
    """
    files = contents(archive)
    manifest: Mapping[str, Any] = read_canonical(files[MANIFEST])
    out = ReleaseSource.objects.filter(release__wave_id=wave_id)
    known = out.filter(release__number__in=manifest["known"]).select_related("release")
    ordered = known.order_by("release__number")
    made = _made(wave_id, manifest["recipe"], manifest["data_hash"], ordered)
    return files[CELLS], sealable(made.cells)


def _made(
    wave_id: int, recipe: Mapping[str, Any], data_hash: str, known: Iterable[ReleaseSource]
) -> Made:
    weighed = weigh_again(wave_id=wave_id, recipe=read_recipe(recipe), expected=data_hash)
    if weighed.diagnostics["negative"]:
        raise BarometerError(_("Des poids sont négatifs : choisissez une autre méthode de calage."))
    earlier = [read_source(str(one.release.number), one.content) for one in known]
    try:
        return make_cells(weighed, measured(), earlier)
    except TableRefused as error:
        raise BarometerError(
            _("Ces tableaux ne peuvent être protégés : ils en diraient trop, ou sont incohérents.")
        ) from error


def _published(wave: Wave) -> list[ReleaseSource]:
    """Return what the releases of a wave that are out were made from."""
    out = ReleaseSource.objects.filter(release__wave=wave, release__state=ReleaseState.PUBLISHED)
    return list(out.select_related("release").order_by("release__number"))


def _manifest(run: EstimationRun, made: Made, known: Iterable[ReleaseSource]) -> dict[str, Any]:
    return {
        "recipe": run.recipe,
        "code_version": run.code_version,
        "data_hash": run.data_hash,
        "weights_hash": run.result_hash,
        "seed": run.seed,
        "run": run.number,
        "known": [one.release.number for one in known],
        "cells_hash": sha256(sealable(made.cells)).hexdigest(),
    }


def _keep_cells(release: Release, made: Made) -> None:
    indicators = load_measured()
    period = str(release.wave.period_end.year)
    Cell.objects.bulk_create(
        Cell(
            release=release,
            period=period,
            indicator=indicators[one["indicator"]],
            **{name: value for name, value in one.items() if name != "indicator"},
        )
        for one in made.cells
    )


def _waiting(release_id: int) -> Release:
    # The wave first: of two releases of one wave that go out at once, the second sees the first.
    Wave.objects.select_for_update(of=("self",)).filter(releases=release_id).first()
    release = Release.objects.select_for_update(of=("self",)).filter(pk=release_id).first()
    if release is None:
        raise BarometerError(_("Cette publication a été abandonnée."))
    if release.state == ReleaseState.PUBLISHED:
        raise FrozenError(_("Cette publication est sortie : une nouvelle la révise."))
    return release


def _refuse_blocked(release: Release) -> None:
    faults = blocking(release.pk)
    if faults:
        raise BarometerError(" ".join(faults))


def _sealed(release: Release, now: datetime) -> bytes:
    files = {CELLS: sealable(_cell_rows(release)), MANIFEST: sealable(release.manifest)}
    about = {
        "survey": release.survey.slug,
        "wave": release.wave.number,
        "release": release.number,
        "name": release.name,
        "simulated": release.simulated,
    }
    return seal(
        files, kind=KIND, about=about, sealed_at=now.replace(microsecond=0), key=signing_key()
    )


def _cell_rows(release: Release) -> list[dict[str, Any]]:
    columns = ("table", "place", "mark", "respondents", "value", "low", "high", "variation")
    rows = release.cells.select_related("indicator").order_by("pk")
    return [
        {"indicator": one.indicator.slug, **{name: getattr(one, name) for name in columns}}
        for one in rows
    ]


def _record(actor_id: int | None, verb: str, release: Release, **facts: Any) -> None:
    audit.record(
        actor_id=actor_id, verb=f"barometer.{verb}", subject=f"release:{release.pk}", facts=facts
    )
