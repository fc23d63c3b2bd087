"""Who did what in a campaign: its lines of the audit trail, people told by what they organise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.models import Membership
from boutdufil.rooms.campaigns.permissions.nodes import ORGANISERS
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.nodes import Tree, tree_of

ROOM = "campaigns."
SUBJECT = "node:"
VERBS: Mapping[str, str | Promise] = {
    "create_node": gettext_lazy("a ajouté"),
    "change_node": gettext_lazy("a modifié"),
    "lock_traits": gettext_lazy("a dit ce qui ne change pas au-dessous"),
    "duplicate_campaign": gettext_lazy("a copié la campagne"),
    "take_step": gettext_lazy("a changé l’état"),
    "invite_company": gettext_lazy("a invité une entreprise"),
    "accept_invitation": gettext_lazy("a ouvert sa journée"),
    "withdraw_invitation": gettext_lazy("a retiré une invitation"),
    "add_partner": gettext_lazy("a ajouté un partenaire"),
    "judge_promise": gettext_lazy("a dit si une promesse est tenue"),
    "move_partner": gettext_lazy("a déplacé un partenaire"),
    "remove_partner": gettext_lazy("a retiré un partenaire"),
    "show_vacancy": gettext_lazy("a montré une offre"),
    "hide_vacancy": gettext_lazy("a retiré une offre"),
    "answer_need": gettext_lazy("a répondu à un besoin"),
    "open_registrations": gettext_lazy("a ouvert les inscriptions"),
    "change_registrations": gettext_lazy("a changé les inscriptions"),
    "add_slots": gettext_lazy("a ajouté des créneaux"),
    "change_slot": gettext_lazy("a changé un créneau"),
    "remove_slot": gettext_lazy("a retiré un créneau"),
    "add_question": gettext_lazy("a ajouté une question"),
    "change_question": gettext_lazy("a changé une question"),
    "move_question": gettext_lazy("a déplacé une question"),
    "retire_question": gettext_lazy("a retiré une question"),
    "import_registrations": gettext_lazy("a repris des inscriptions d’un fichier"),
    "import_programme": gettext_lazy("a repris un programme d’un fichier"),
    "export_campaign": gettext_lazy("a emporté toutes les données"),
    "export_attendance": gettext_lazy("a emporté une liste de personnes"),
    "call_off": gettext_lazy("a annulé"),
    "take_back": gettext_lazy("a levé une annulation"),
    "write_letter": gettext_lazy("a écrit une lettre"),
    "change_letter": gettext_lazy("a changé une lettre"),
    "drop_letter": gettext_lazy("a jeté une lettre"),
    "send_letter": gettext_lazy("a envoyé une lettre"),
    "set_clock": gettext_lazy("a changé la durée de conservation"),
    "warn_erasure": gettext_lazy("a annoncé l’effacement des données"),
    "erase_people": gettext_lazy("a effacé les données des personnes"),
    "set_dating": gettext_lazy("a donné les heures du job dating"),
    "save_table": gettext_lazy("a préparé une table"),
    "remove_table": gettext_lazy("a retiré une table"),
    "plan_dating": gettext_lazy("a fait le plan des rencontres"),
    "publish_dating": gettext_lazy("a publié le plan des rencontres"),
    "change_dating": gettext_lazy("a changé le plan à la main"),
    "replan_dating": gettext_lazy("a refait le plan autour de ce qui tient"),
    "tell_dating": gettext_lazy("a prévenu des personnes de leurs rencontres"),
    "renew_screen": gettext_lazy("a changé l’adresse de l’écran"),
    "add_door_device": gettext_lazy("a préparé un appareil pour l’accueil"),
    "revoke_door_device": gettext_lazy("a retiré un appareil de l’accueil"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody's act: who by the organisation they act for, never by name."""

    at: datetime
    who: str
    what: str
    node: NodeRow


def acts_at(node: NodeRow) -> QuerySet[AuditEntry]:
    """Return the acts of organisers on a node and beneath it, the latest first.

    What visitors do for themselves is theirs, and not listed.
    """
    tree = tree_of(node.root_id)
    ids = [node.id, *(row.id for row in tree.beneath(node.id))]
    return AuditEntry.objects.filter(
        subject__in=[f"{SUBJECT}{number}" for number in ids],
        verb__in=[f"{ROOM}{verb}" for verb in VERBS],
    ).order_by("-at", "-id")


def act_rows(node: NodeRow, entries: Iterable[AuditEntry]) -> list[Act]:
    """Return acts in words."""
    entries = list(entries)
    tree = tree_of(node.root_id)
    names = _roles(tree, {one.actor_id for one in entries if one.actor_id})
    return [
        Act(
            at=one.at,
            who=_who(one.actor_id, names),
            what=str(VERBS[one.verb.removeprefix(ROOM)]),
            node=tree.rows[int(one.subject.removeprefix(SUBJECT))],
        )
        for one in entries
    ]


def _who(actor_id: int | None, names: Mapping[int, str]) -> str:
    if actor_id is None:
        return _("le site, de lui-même")
    return names.get(actor_id, _("quelqu’un"))


def _roles(tree: Tree, person_ids: Collection[int]) -> dict[int, str]:
    """Return the organisations of a campaign some people manage, by person."""
    organisers = {row.organiser_id: row.organiser for row in tree.rows.values()}
    held = Membership.objects.filter(
        person_id__in=person_ids, organisation_id__in=organisers, role__in=ORGANISERS
    )
    found: dict[int, list[str]] = {}
    for person_id, organisation_id in held.values_list("person_id", "organisation_id"):
        found.setdefault(person_id, []).append(organisers[organisation_id])
    return {person_id: ", ".join(sorted(names)) for person_id, names in found.items()}
