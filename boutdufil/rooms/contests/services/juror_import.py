"""A list of experts brought as a table: all of it, or nothing and what to mend line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.kernel.people.models import fold_email
from boutdufil.lib.tables import Table, cell_of, match_columns
from boutdufil.lib.text import fold
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.selectors.panels import region_choices
from boutdufil.rooms.contests.services.jurors import JurorDraft, invite_juror

MOST_JURORS = 500
MOST_FILES, USUAL_FILES = 500, 12
LONGEST = {"name": 120, "employer_name": 160, "school": 160}
COLUMNS: Mapping[str, Collection[str]] = {
    "name": ("nom", "juré", "nom complet", "name"),
    "email": ("e-mail", "mail", "courriel", "adresse e-mail"),
    "region": ("région", "region"),
    "employer_name": ("employeur", "entreprise", "employer"),
    "siret": ("siret",),
    "school": ("établissement", "école", "school"),
    "most_files": ("dossiers", "dossiers au plus", "files"),
}


class TableRefusedError(ContestError):
    """A table with mistakes; `lines` are those, each with its number and what is wrong."""

    def __init__(self, lines: tuple[tuple[int, str], ...]) -> None:
        super().__init__(_("Rien n’est importé : corrigez ces lignes, puis choisissez le fichier."))
        self.lines = lines


@transaction.atomic
def import_jurors(*, edition_id: int, table: Table, actor_id: int | None) -> int:
    """Invite everybody a table names; return how many.

    :raises TableRefusedError: with each line that cannot be taken.
    :raises ContestError: a column is missing, or the table is too long.
    """
    columns = match_columns(table.header, COLUMNS)
    if not {"name", "email"} <= set(columns):
        raise ContestError(_("Il faut une colonne « nom » et une colonne « e-mail »."))
    if len(table.rows) > MOST_JURORS:
        raise ContestError(_("500 lignes au plus à la fois."))
    regions = {fold(text): code for code, name in region_choices() for text in (code, name)}
    wrong: list[tuple[int, str]] = []
    for row in table.rows:
        said = {name: cell_of(row, columns, name) for name in COLUMNS}
        problems = list(_problems(said, regions)) or _invite(edition_id, said, regions, actor_id)
        wrong += [(row.line, text) for text in problems]
    if wrong:
        raise TableRefusedError(tuple(wrong))
    return len(table.rows)


def _invite(
    edition_id: int, said: Mapping[str, str], regions: Mapping[str, str], actor_id: int | None
) -> list[str]:
    draft = JurorDraft(
        name=said["name"],
        email=fold_email(said["email"]),
        region=regions.get(fold(said["region"]), ""),
        employer_name=said["employer_name"],
        siret=said["siret"].replace(" ", ""),
        school=said["school"],
        most_files=int(said["most_files"] or USUAL_FILES),
    )
    try:
        invite_juror(edition_id=edition_id, draft=draft, actor_id=actor_id)
    except ContestError as error:
        return [str(error)]
    return []


def _problems(said: Mapping[str, str], regions: Mapping[str, str]) -> Iterator[str]:
    if not said["name"]:
        yield _("Nom : il manque.")
    try:
        validate_email(said["email"])
    except ValidationError:
        yield _("Adresse e-mail : « %(email)s » n’en est pas une.") % {"email": said["email"]}
    if said["region"] and fold(said["region"]) not in regions:
        yield _("Région : « %(region)s » n’en est pas une.") % {"region": said["region"]}
    count = said["most_files"] or "1"
    if not (count.isdecimal() and len(count) <= 3 and 1 <= int(count) <= MOST_FILES):
        yield _("Dossiers : « %(count)s ». Ici, de 1 à 500.") % {"count": count}
    for name, longest in LONGEST.items():
        if len(said[name]) > longest:
            told = _("« %(start)s… » : %(most)d caractères au plus.")
            yield told % {"start": said[name][:20], "most": longest}
