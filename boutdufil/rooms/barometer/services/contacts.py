"""Who is written to for which centres: entered one by one, or brought as a table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.models import fold_email
from boutdufil.lib.tables import Table, cell_of, match_columns
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.models import RespondentContact, Unit
from boutdufil.rooms.barometer.rules.frame_lines import LineProblem

LONGEST = {"name": 120, "telephone": 20, "position": 120}
COLUMNS: Mapping[str, Collection[str]] = {
    "key": ("identifiant", "id", "centre", "numéro"),
    "name": ("nom", "contact", "name"),
    "email": ("e-mail", "mail", "courriel", "adresse e-mail"),
    "telephone": ("téléphone", "tél", "telephone"),
    "position": ("fonction", "poste", "position"),
}


class ContactsRefusedError(BarometerError):
    """A table with mistakes: nobody of it was kept; ``problems`` are its lines."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        super().__init__(_("Personne n’est repris de cette liste : corrigez ces lignes."), "table")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """What is said of somebody who answers for units."""

    name: str
    email: str
    telephone: str = ""
    position: str = ""


@transaction.atomic
def add_contact(
    *, survey_id: int, draft: ContactDraft, keys: Collection[str], actor_id: int | None
) -> RespondentContact:
    """Have somebody answer for units, named by their numbers in the list.

    Who is there already, by their address, answers for these too.

    :raises BarometerError: a number is unknown.
    """
    units = _units(survey_id, keys)
    unknown = sorted(set(keys) - set(units))
    if unknown:
        told = _("Ces identifiants ne sont pas dans la base : %(keys)s.")
        raise BarometerError(told % {"keys": ", ".join(unknown[:10])}, "keys")
    contact = _keep(survey_id, draft)
    contact.units.add(*units.values())
    audit.record(
        actor_id=actor_id,
        verb="barometer.add_contact",
        subject=f"respondent_contact:{contact.pk}",
        facts={"units": sorted(units.values())},
    )
    return contact


@transaction.atomic
def end_contact(*, contact_id: int, actor_id: int | None) -> None:
    """Write to somebody no more; what they answered stays their centre's."""
    RespondentContact.objects.filter(pk=contact_id, ended_at=None).update(ended_at=timezone.now())
    audit.record(
        actor_id=actor_id,
        verb="barometer.end_contact",
        subject=f"respondent_contact:{contact_id}",
    )


@transaction.atomic
def take_contacts(*, survey_id: int, table: Table, actor_id: int | None) -> int:
    """Take a table of contacts, one line for each centre; return how many people it names.

    :raises ContactsRefusedError: with each line that cannot be taken; nobody is.
    :raises BarometerError: a column is missing.
    """
    places = match_columns(table.header, COLUMNS)
    if not {"key", "name", "email"} <= set(places):
        raise BarometerError(
            _("Il faut les colonnes « identifiant », « nom » et « e-mail »."), "table"
        )
    lines = [
        (row.line, {name: cell_of(row, places, name) for name in COLUMNS}) for row in table.rows
    ]
    units = _units(survey_id, {said["key"] for _line, said in lines})
    problems = [one for line, said in lines for one in _problems(line, said, units)]
    if problems:
        raise ContactsRefusedError(problems)
    people: dict[str, RespondentContact] = {}
    for _line, said in lines:
        draft = ContactDraft(**{name: said[name] for name in ContactDraft.__slots__})
        email = fold_email(draft.email)
        contact = people.setdefault(email, _keep(survey_id, draft))
        contact.units.add(units[said["key"]])
    audit.record(
        actor_id=actor_id,
        verb="barometer.take_contacts",
        subject=f"survey:{survey_id}",
        facts={"people": len(people), "lines": len(lines)},
    )
    return len(people)


def _keep(survey_id: int, draft: ContactDraft) -> RespondentContact:
    email = fold_email(draft.email)
    of_survey = RespondentContact.objects.filter(units__survey_id=survey_id, ended_at=None)
    found = of_survey.filter(email=email).first()
    contact = found or RespondentContact(email=email)
    contact.name, contact.position = draft.name, draft.position
    contact.telephone = draft.telephone
    contact.save()
    return contact


def _units(survey_id: int, keys: Collection[str]) -> dict[str, int]:
    found = Unit.objects.filter(survey_id=survey_id, source_key__in=keys)
    return dict(found.values_list("source_key", "pk"))


def _problems(line: int, said: Mapping[str, str], units: Collection[str]) -> Iterator[LineProblem]:
    if said["key"] not in units:
        told = _("« %(key)s » n’est pas dans la base : reprenez d’abord la liste des centres.")
        yield LineProblem(line, _("identifiant"), told % {"key": said["key"]})
    if not said["name"]:
        yield LineProblem(line, _("nom"), _("Il manque."))
    try:
        validate_email(said["email"])
    except ValidationError:
        told = _("« %(email)s » n’est pas une adresse.")
        yield LineProblem(line, _("e-mail"), told % {"email": said["email"]})
    for name, longest in LONGEST.items():
        if len(said[name]) > longest:
            told = _("« %(start)s… » : %(most)d caractères au plus.")
            text = told % {"start": said[name][:20], "most": longest}
            yield LineProblem(line, next(iter(COLUMNS[name])), text)
