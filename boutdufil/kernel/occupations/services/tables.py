"""Many rows at once, in and out."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model

from boutdufil.kernel.occupations.models import (
    CardCondition,
    CardInterest,
    CardSkill,
    CareerStep,
    Interest,
    JobCard,
    JobTitle,
    OfficialLink,
    OpenDoor,
    Release,
    Skill,
)

OF_A_CARD = (JobTitle, CardSkill, CardCondition, OfficialLink, CardInterest)
OF_A_RELEASE = (JobCard, Interest, CareerStep, OpenDoor)


def copy_rows(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Append ``rows`` to the model's table by COPY and return how many there were."""
    options = model._meta  # noqa: SLF001 -- Django's documented door to a table's names
    quote = connection.ops.quote_name
    names = {field.name: str(field.column) for field in options.concrete_fields}
    columns = ", ".join(quote(names[field]) for field in fields)
    command = f"COPY {quote(options.db_table)} ({columns}) FROM STDIN"
    count = 0
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def clear_release(release: Release) -> None:
    """Remove everything a release holds; the release's own line stays, as history."""
    for model in OF_A_CARD:
        rows = model.objects.filter(card__release=release)
        rows._raw_delete(rows.db)  # noqa: SLF001 -- no row of theirs has followers
    for owned in OF_A_RELEASE:
        mine = owned.objects.filter(release=release)
        mine._raw_delete(mine.db)  # noqa: SLF001 -- their followers went above


def refresh_statistics() -> None:
    """Let the planner know the new rows at once; skipped by PostgreSQL where not allowed."""
    tables = [model._meta.db_table for model in (*OF_A_CARD, *OF_A_RELEASE, Skill)]  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(map(connection.ops.quote_name, tables)))
