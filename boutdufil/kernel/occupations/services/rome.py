"""The official release, loaded out of sight and switched to in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext

from boutdufil.adapters.rome import OFFICIAL_ADDRESS, Progress, RomeRelease, RomeSource, open_source
from boutdufil.kernel.occupations.enums import ReleaseKind
from boutdufil.kernel.occupations.models import (
    CardCondition,
    CardInterest,
    CardSkill,
    Interest,
    JobCard,
    JobTitle,
    OfficialLink,
    Release,
)
from boutdufil.kernel.occupations.selectors.wording import search_forms
from boutdufil.kernel.occupations.services.releases import (
    clear_superseded,
    open_release,
    put_in_force,
    release_in_force,
)
from boutdufil.kernel.occupations.services.skills import announce_skills, rule_skills
from boutdufil.kernel.occupations.services.tables import copy_rows, refresh_statistics

LOCK = 4_604_604
Stage = Callable[[Release, RomeRelease], int]


class ImportRunningError(Exception):
    """Another import holds the lock."""

    def __str__(self) -> str:
        return gettext("Un autre import est en cours.")


def import_rome(
    *, source: str | Path = OFFICIAL_ADDRESS, progress: Progress | None = None
) -> Release:
    """Import the release at ``source`` (folder, ``.zip`` or https address) and return it.

    The same files again change nothing (stage ``unchanged``). Raises ``RomeFileError``
    when a file is damaged or foreign and ``ImportRunningError`` when another import runs; in
    both cases the release in force stays as it was.
    """
    report = progress or silent
    downloads = Path(settings.STATE_DIR) / "downloads"
    with import_lock():
        place = open_source(source, downloads=downloads, progress=report)
        return load_release(source=place, progress=report)


def silent(stage: str, done: int, total: int) -> None:
    """Report to nobody."""


@contextmanager
def import_lock() -> Iterator[None]:
    """Hold the lock of imports for this connection; raise ``ImportRunningError`` when taken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRunningError
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def load_release(*, source: RomeSource, progress: Progress) -> Release:
    """Load what ``source`` gives: checked whole first, then staged, then put in force."""
    fingerprint = source.fingerprint()
    current = release_in_force(kind=ReleaseKind.ROME)
    if current and current.fingerprint == fingerprint:
        progress("unchanged", 1, 1)
        return current
    rome = source.read(progress)
    release = open_release(
        kind=ReleaseKind.ROME,
        fingerprint=fingerprint,
        version=rome.version,
        published_on=rome.published_on,
        names={"attribution": attribution_text(rome), "source_url": source.origin},
    )
    for name, stage in STAGES.items():
        progress(name, 0, 1)
        run_stage(name, stage, release, rome)
        progress(name, release.counts[name], release.counts[name])
    progress("switch", 0, 1)
    switch(release, rome)
    refresh_statistics()
    progress("switch", 1, 1)
    return release


def attribution_text(rome: RomeRelease) -> str:
    """Return the line the licence asks for (Licence Ouverte: source and date)."""
    parts = ["ROME 4.0", "France Travail", f"version {rome.version}"]
    if rome.published_on:
        parts.append(f"{rome.published_on:%d/%m/%Y}")
    return ", ".join(parts)


@transaction.atomic
def run_stage(name: str, stage: Stage, release: Release, rome: RomeRelease) -> None:
    """Load one table unless a broken import already did."""
    if name in release.counts:
        return
    release.counts[name] = stage(release, rome)
    release.save(update_fields=["counts"])


@transaction.atomic
def switch(release: Release, rome: RomeRelease) -> None:
    """Put the release in force: its labels rule, the former release goes."""
    rule_skills(rome=rome.skills)
    put_in_force(release=release)
    clear_superseded(kind=ReleaseKind.ROME)


def load_skills(_release: Release, rome: RomeRelease) -> int:
    """Make the skills known, still out of sight."""
    return announce_skills(rome=rome.skills)


def load_cards(release: Release, rome: RomeRelease) -> int:
    """Load the job cards."""
    fields = ("release", "code", "label", "label_en", "family", "definition", "definition_en",
              "access", "access_en", "parent_code", "regulated", "executive")  # fmt: skip
    rows = (
        (release.pk, c.code, c.label, "", "", c.definition, "", c.access, "", c.parent_code,
         c.regulated, c.executive)
        for c in rome.cards
    )  # fmt: skip
    return copy_rows(JobCard, fields, rows)


def load_titles(release: Release, rome: RomeRelease) -> int:
    """Load the official titles with their searched forms."""
    ids = card_ids(release)
    fields = ("card", "code", "label", "search", "rare", "everyday")
    rows = (
        (ids[t.card], t.code, t.label, search_forms(t.label), t.rare, False) for t in rome.titles
    )
    return copy_rows(JobTitle, fields, rows)


def load_uses(release: Release, rome: RomeRelease) -> int:
    """Load which card asks which skill."""
    ids = card_ids(release)
    groups = {skill.code: skill.group for skill in rome.skills}
    fields = ("card", "skill", "core", "emerging", "group", "group_en")
    rows = (
        (ids[use.card], use.skill, use.core, use.emerging, groups[use.skill], "")
        for use in rome.uses
    )
    return copy_rows(CardSkill, fields, rows)


def load_conditions(release: Release, rome: RomeRelease) -> int:
    """Load the working conditions."""
    ids = card_ids(release)
    rows = ((ids[row.card], row.kind, row.label, "") for row in rome.conditions)
    return copy_rows(CardCondition, ("card", "kind", "label", "label_en"), rows)


def load_links(release: Release, rome: RomeRelease) -> int:
    """Load the official mobilities."""
    ids = card_ids(release)
    rows = ((ids[link.card], link.target, link.rank) for link in rome.links)
    return copy_rows(OfficialLink, ("card", "target_code", "rank"), rows)


def load_interests(release: Release, rome: RomeRelease) -> int:
    """Load the centres of interest and the cards that serve them."""
    make = partial(Interest, release=release)
    made = Interest.objects.bulk_create(
        make(code=row.code, label=row.label, position=place)
        for place, row in enumerate(rome.interests)
    )
    ids, interests = card_ids(release), {row.code: row.pk for row in made}
    rows = ((ids[use.card], interests[use.interest], use.main) for use in rome.interest_uses)
    return copy_rows(CardInterest, ("card", "interest", "main"), rows)


def card_ids(release: Release) -> dict[str, int]:
    """Return the key of each card by its code."""
    return dict(release.cards.values_list("code", "pk"))


STAGES: dict[str, Stage] = {
    "skills": load_skills,
    "cards": load_cards,
    "titles": load_titles,
    "uses": load_uses,
    "conditions": load_conditions,
    "links": load_links,
    "interests": load_interests,
}
