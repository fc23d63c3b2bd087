"""Partners: named, ordered, held to what they promised."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from boutdufil.kernel.files.enums import MediaType
from boutdufil.kernel.files.services import shred_file, store_file
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.campaigns.enums import Kept
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Partner
from boutdufil.rooms.campaigns.services.trail import record

# A page stays under 100 kB with a dozen of them.
LOGO_BYTES = 6_000
PICTURES = (MediaType.PNG, MediaType.JPEG)


@dataclass(frozen=True, slots=True)
class PartnerDraft:
    """Who it is (a SIRET of an organisation here, or a name alone), its role and its promise."""

    name: str
    role: str
    promise: str = ""
    siret: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as it was sent."""

    content: bytes
    name: str


@transaction.atomic
def add_partner(
    *, node_id: int, draft: PartnerDraft, actor_id: int | None, logo: Logo | None = None
) -> Partner:
    """Name a partner, after those there are.

    :raises CampaignError: it is there already, or nobody here has this SIRET.
    :raises FileRefused: the logo is no picture, or too heavy.
    """
    last = Partner.objects.filter(node_id=node_id).aggregate(last=Max("position"))["last"] or 0
    partner = Partner(
        node_id=node_id,
        organisation=_organisation(draft.siret),
        name=draft.name,
        role=draft.role,
        promise=draft.promise,
        position=last + 1,
    )
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError as twice:
        raise CampaignError(_("Cette organisation est déjà partenaire ici."), "siret") from twice
    if logo is not None:
        partner.logo = store_file(
            content=logo.content,
            name=logo.name,
            purpose="campaigns.logo",
            allowed=PICTURES,
            limit=LOGO_BYTES,
        )
        partner.save(update_fields=["logo"])
    _record(actor_id, "add_partner", partner)
    return partner


@transaction.atomic
def judge_promise(*, node_id: int, partner_id: int, kept: str, actor_id: int | None) -> None:
    """Say whether a partner did what it promised."""
    found = Partner.objects.filter(pk=partner_id, node_id=node_id).exclude(promise="").first()
    if found is None:
        raise CampaignError(_("Ce partenaire n’a rien promis ici."))
    found.kept = Kept(kept)
    found.save(update_fields=["kept"])
    _record(actor_id, "judge_promise", found, kept=str(found.kept))


@transaction.atomic
def move_partner_up(*, node_id: int, partner_id: int, actor_id: int | None) -> None:
    """Show a partner before the one that stood before it."""
    row = list(Partner.objects.select_for_update(of=("self",)).filter(node_id=node_id))
    ids = [one.pk for one in row]
    if partner_id not in ids[1:]:
        return
    place = ids.index(partner_id)
    row[place - 1], row[place] = row[place], row[place - 1]
    for position, one in enumerate(row, start=1):
        one.position = position
    Partner.objects.bulk_update(row, ["position"])
    _record(actor_id, "move_partner", row[place - 1])


@transaction.atomic
def remove_partner(*, node_id: int, partner_id: int, actor_id: int | None) -> None:
    """Take a partner off, and destroy its logo where no copy of the campaign shows it."""
    found = Partner.objects.filter(pk=partner_id, node_id=node_id).first()
    if found is None:
        return
    logo = found.logo
    _record(actor_id, "remove_partner", found)
    found.delete()
    if logo is not None and not Partner.objects.filter(logo=logo).exists():
        shred_file(logo)


def _organisation(siret: str) -> Organisation | None:
    if not siret:
        return None
    found = Organisation.objects.filter(siret=siret).first()
    if found is None:
        told = _("Aucune organisation ne porte ce SIRET ici. Sans lui, le nom suffit.")
        raise CampaignError(told, "siret")
    return found


def _record(actor_id: int | None, verb: str, partner: Partner, **facts: object) -> None:
    told = {"partner": partner.pk, "organisation": partner.organisation_id, **facts}
    record(actor_id, verb, partner.node_id, **told)
