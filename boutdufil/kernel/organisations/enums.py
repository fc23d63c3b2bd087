"""The closed lists of organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    COMPANY = "company", _("entreprise")
    GROUP = "group", _("groupe")
    SITE = "site", _("établissement")
    ASSOCIATION = "association", _("association")
    SCHOOL = "school", _("établissement d’enseignement")
    TRAINING_BODY = "training_body", _("organisme de formation")
    PUBLIC_BODY = "public_body", _("organisme public")


class CentreKind(models.TextChoices):
    """Whose customers a contact centre answers: its own company's, or those of others."""

    IN_HOUSE = "in_house", _("centre interne")
    PROVIDER = "provider", _("prestataire")
    NONE = "none", _("pas de centre de contacts")


class Role(models.TextChoices):
    """What somebody may do for an organisation; each grants its own acts and nothing more."""

    MANAGER = "manager", _("responsable")
    RECRUITER = "recruiter", _("recrutement")
    HR = "hr", _("ressources humaines")
    BRANCH_OFFICER = "branch_officer", _("branche")
    TRAINER = "trainer", _("formation")
    SUPERVISOR = "supervisor", _("supervision des appels")
    STATISTICIAN = "statistician", _("statistique")
    READER = "reader", _("lecture")


class RegisterAnswer(models.TextChoices):
    """What the official register of establishments said of a SIRET."""

    NOT_ASKED = "not_asked", _("pas encore demandé")
    FOUND = "found", _("connu du registre")
    CLOSED = "closed", _("fermé selon le registre")
    UNKNOWN = "unknown", _("inconnu du registre")


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    SENT = "sent", _("envoyée")
    ACCEPTED = "accepted", _("acceptée")
    WITHDRAWN = "withdrawn", _("retirée")
    EXPIRED = "expired", _("expirée")


class AgreementState(models.TextChoices):
    """An agreement binds once every party confirmed it, from its first day to its last."""

    TO_CONFIRM = "to_confirm", _("à confirmer par ses signataires")
    UPCOMING = "upcoming", _("signé, pas encore en vigueur")
    IN_FORCE = "in_force", _("en vigueur")
    ENDED = "ended", _("échu")
