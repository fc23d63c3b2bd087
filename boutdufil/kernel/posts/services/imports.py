"""Bringing vacancies in by a file: kept, mapped, previewed, imported; nothing is lost."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.kernel.posts.drafts import VacancyDraft
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.errors import LawfulnessError, WrongImportError
from boutdufil.kernel.posts.importing import COLUMNS, proposed_mapping
from boutdufil.kernel.posts.models import Vacancy, VacancyImport
from boutdufil.kernel.posts.selectors.imports import lines_of
from boutdufil.kernel.posts.services import vacancies
from boutdufil.lib.tables import read_table

MOST_ROWS = 1_000
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """What to do with the good lines; ``confirmed`` answers the warnings of the law."""

    publish: bool = False
    confirmed: bool = False


def start_import(
    *, organisation_id: int, content: bytes, filename: str, actor_id: int | None
) -> VacancyImport:
    """Keep a file as text with a proposal of its columns.

    :raises TableError: it is no table we can read; nothing is kept.
    """
    table = read_table(content, filename=filename, max_rows=MOST_ROWS)
    return VacancyImport.objects.create(
        organisation_id=organisation_id,
        created_by_id=actor_id,
        filename=filename[:160],
        header=table.header,
        rows=[(row.line, row.cells, row.extra) for row in table.rows],
        mapping=proposed_mapping(table.header),
    )


@transaction.atomic
def map_columns(*, import_id: int, mapping: Mapping[str, int]) -> VacancyImport:
    """Say which column is which; unknown fields and columns that do not exist are left out."""
    brought = _waiting(import_id)
    fields = {column.field for column in COLUMNS}
    brought.mapping = {
        field: place
        for field, place in mapping.items()
        if field in fields and 0 <= place < len(brought.header)
    }
    brought.save(update_fields=["mapping"])
    return brought


@transaction.atomic
def run_import(*, import_id: int, choice: ImportChoice, actor_id: int | None) -> VacancyImport:
    """Write the good lines down, as drafts or published; a second run changes nothing.

    A line whose reference is known changes that vacancy, its posts left to acts of their own.
    What the law stops stays a draft. Wrong lines are kept to be taken away and corrected.
    """
    brought = VacancyImport.objects.select_for_update(of=("self",)).get(pk=import_id)
    if brought.done_at is not None:
        return brought
    counts: Counter[str] = Counter()
    for line in lines_of(brought):
        counts["wrong" if line.draft is None else "good"] += 1
        if line.draft is not None:
            counts.update(_import_line(brought.organisation_id, line.draft, choice, actor_id))
    brought.done_at = timezone.now()
    brought.result = dict(counts)
    brought.save(update_fields=["done_at", "result"])
    audit.record(
        actor_id=actor_id,
        verb="posts.import_vacancies",
        subject=f"organisation:{brought.organisation_id}",
        facts={"import": brought.pk, **counts},
    )
    return brought


def _import_line(
    organisation_id: int, draft: VacancyDraft, choice: ImportChoice, actor_id: int | None
) -> list[str]:
    known = _known(organisation_id, draft.reference)
    if known is not None and known.status not in vacancies.EDITABLE:
        return ["ended"]
    try:
        with transaction.atomic():
            vacancy, done = _written(known, organisation_id, draft, choice, actor_id)
    except LawfulnessError:
        return ["unlawful"]
    if not choice.publish or vacancy.status == VacancyStatus.PUBLISHED:
        return [done]
    return [done, _published(vacancy, choice, actor_id)]


def _known(organisation_id: int, reference: str) -> Vacancy | None:
    if not reference:
        return None
    return Vacancy.objects.filter(organisation_id=organisation_id, reference=reference).first()


def _written(
    known: Vacancy | None,
    organisation_id: int,
    draft: VacancyDraft,
    choice: ImportChoice,
    actor_id: int | None,
) -> tuple[Vacancy, str]:
    if known is None:
        made = vacancies.create_vacancy(
            organisation_id=organisation_id, draft=draft, actor_id=actor_id
        )
        return made, "created"
    changed = vacancies.change_vacancy(
        vacancy_id=known.pk, draft=draft, actor_id=actor_id, confirmed=choice.confirmed
    )
    return changed, "updated"


def _published(vacancy: Vacancy, choice: ImportChoice, actor_id: int | None) -> str:
    try:
        with transaction.atomic():
            vacancies.publish_vacancy(
                vacancy_id=vacancy.pk, actor_id=actor_id, confirmed=choice.confirmed
            )
    except LawfulnessError:
        return "kept_as_draft"
    return "published"


def drop_import(*, import_id: int) -> None:
    """Forget a file at once."""
    VacancyImport.objects.filter(pk=import_id).delete()


def erase_old_imports(now: datetime) -> int:
    """Delete the files older than seven days; return how many."""
    old = VacancyImport.objects.filter(created_at__lt=now - KEPT_FOR)
    return old.delete()[1].get("posts.VacancyImport", 0)


def _waiting(import_id: int) -> VacancyImport:
    brought = VacancyImport.objects.select_for_update(of=("self",)).get(pk=import_id)
    if brought.done_at is not None:
        raise WrongImportError
    return brought


RETENTION = RetentionRule(
    name="posts.imports",
    what=_("Fichiers d’offres apportés par les employeurs"),
    period=KEPT_FOR,
    source=_("Le temps de corriger les lignes refusées"),
    run=erase_old_imports,
)
