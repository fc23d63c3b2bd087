"""The bank of questions that comes with the site: general culture and the trade, with sources."""

from __future__ import annotations

from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.files.enums import MediaType
from boutdufil.kernel.files.services import store_file
from boutdufil.lib.tables import read_table
from boutdufil.rooms.contests.enums import ItemState
from boutdufil.rooms.contests.models import Bank, Item, ItemVersion, Theme
from boutdufil.rooms.contests.services.banks import begin_bank
from boutdufil.rooms.contests.services.item_import import import_items
from boutdufil.rooms.contests.services.item_pictures import PURPOSE

DATA = files("boutdufil.rooms.contests") / "data"
NAME = "Questions du métier et de culture générale"
OF_THE_TRADE = (
    "Accueil et écoute",
    "Droit de la consommation",
    "Données personnelles",
    "Mesures du métier",
)
# In the source of a question whose facts nobody has checked against the text in force.
UNCHECKED = "à vérifier avant usage"
PICTURED = "D’après ce graphique"
PICTURE_TEXT = (
    "Un graphique en barres des appels reçus par heure : 40 à 9 h, 65 à 10 h, 90 à 11 h, 50 à "
    "12 h, 35 à 13 h, 60 à 14 h, 55 à 15 h, 45 à 16 h."
)


@transaction.atomic
def make_starter_bank(*, organisation_id: int, author_id: int, reviewer_id: int) -> Bank:
    """Give an organisation the questions that come with the site, written by one, read by another.

    Those whose law nobody has checked come as drafts.

    :raises IntegrityError: both are the same person.
    """
    bank = begin_bank(organisation_id=organisation_id, name=NAME, actor_id=author_id)
    content = (DATA / "questions.csv").read_bytes()
    table = read_table(content, filename="questions.csv", max_rows=500)
    import_items(bank_id=bank.pk, table=table, actor_id=author_id)
    Theme.objects.filter(bank=bank, name__in=OF_THE_TRADE).update(is_trade=True)
    versions = ItemVersion.objects.filter(item__bank=bank)
    picture = store_file(
        content=(DATA / "calls_by_hour.png").read_bytes(),
        name="appels-par-heure.png",
        purpose=PURPOSE,
        allowed=(MediaType.PNG,),
    )
    pictured = versions.filter(stem__startswith=PICTURED)
    pictured.update(picture=picture, picture_text=PICTURE_TEXT)
    _approve(bank, reviewer_id)
    return bank


def _approve(bank: Bank, reviewer_id: int) -> None:
    """Note as reviewed what has a checked source; the others stay drafts that nothing draws."""
    checked = ItemVersion.objects.filter(item__bank=bank).exclude(source__contains=UNCHECKED)
    Item.objects.filter(versions__in=checked).update(state=ItemState.APPROVED)
    checked.update(reviewer_id=reviewer_id, reviewed_at=timezone.now(), is_approved=True)
