"""The closed vocabularies of occupations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReleaseKind(models.TextChoices):
    """Who wrote the cards: our guide, or France Travail's ROME."""

    GUIDE = "guide", _("Guide du Bout du fil")
    ROME = "rome", _("ROME 4.0")


class ReleaseStatus(models.TextChoices):
    """Only one release of a kind is in force; a loading one is invisible."""

    LOADING = "loading", _("En cours de chargement")
    IN_FORCE = "in_force", _("En vigueur")
    SUPERSEDED = "superseded", _("Remplacée")


class SkillKind(models.TextChoices):
    """ROME's rubrics: 1 know-how, 3 knowledge, 2 behaviour (shown, never counted)."""

    KNOW_HOW = "know_how", _("Savoir-faire")
    KNOWLEDGE = "knowledge", _("Savoirs")
    BEHAVIOUR = "behaviour", _("Savoir-être")


COUNTED_KINDS = (SkillKind.KNOW_HOW.value, SkillKind.KNOWLEDGE.value)


class Family(models.TextChoices):
    """The families of our guide, under the names of its files."""

    CUSTOMER_RELATIONS = "customer_relations", _("Relation client")
    DISTANCE_SELLING = "distance_selling", _("Vente à distance")
    OFFICE = "office", _("Bureau et secrétariat")
    SALES = "sales", _("Vente et commerce")
    BANKING = "banking", _("Banque")
    INSURANCE = "insurance", _("Assurance")
    RECEPTION = "reception", _("Accueil du public")
    LOGISTICS = "logistics", _("Logistique et transport")


class DoorState(models.TextChoices):
    """What a branch has said of a door of one of its jobs."""

    CONFIRMED = "confirmed", _("déclarée par la branche")
    TO_CONFIRM = "to_confirm", _("d’après notre guide, à confirmer par la branche")
    CLOSED = "closed", _("fermée, dit la branche")
    UNKNOWN = "unknown", _("inconnu")
