"""Organisations, who acts for them, and the branches that speak for a sector."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.enums import (
    CentreKind,
    OrganisationKind,
    RegisterAnswer,
    Role,
)


class Organisation(models.Model):
    """A company, a group, one of their sites, an association, a school, a public body.

    ``siret`` identifies an establishment (14 digits, INSEE); its arithmetic is always checked,
    ``verified_at`` says that somebody or the Sirene register confirmed it. A role held here holds
    in every part beneath, `permissions.LEVELS` deep.
    """

    name = models.CharField(_("nom"), max_length=160)
    kind = models.CharField(_("nature"), max_length=16, choices=OrganisationKind)
    centre = models.CharField(
        _("centre de contacts"), max_length=12, choices=CentreKind, default=CentreKind.NONE
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("rattachée à"),
    )
    siret = models.CharField(_("SIRET"), max_length=14, null=True, blank=True, unique=True)
    commune = models.CharField(_("commune (code Insee)"), max_length=5, blank=True)
    address = models.CharField(_("adresse"), max_length=250, blank=True)
    activity = models.CharField(_("activité (code NAF)"), max_length=6, blank=True)
    website = models.URLField(_("site"), blank=True)
    invented = models.BooleanField(_("inventée (démonstration)"), default=False)
    verified_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True)
    verified_through = models.CharField(_("vérifiée par"), max_length=80, blank=True)
    register_answer = models.CharField(
        _("réponse du registre"),
        max_length=9,
        choices=RegisterAnswer,
        default=RegisterAnswer.NOT_ASKED,
    )
    created_at = models.DateTimeField(_("créée le"), default=timezone.now)
    closed_on = models.DateField(_("fermée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One role of one person in one organisation, from a day until it ends."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("rôle"), max_length=16, choices=Role)
    began_at = models.DateTimeField(_("depuis"), default=timezone.now)
    ended_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)

    class Meta:
        verbose_name = _("appartenance")
        verbose_name_plural = _("appartenances")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="organisations_role_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.role} · {self.organisation_id}"


class Invitation(models.Model):
    """A role offered by e-mail to somebody, who accepts it by opening the link.

    The token is stored nowhere: it is derived from ``nonce`` and recognised by ``token_hash``.
    Exactly one of ``organisation`` (a role there) and ``branch`` (an employer is invited to join
    it, and creates or chooses its organisation) is set.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    branch = models.ForeignKey(
        "Branch", models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField(_("adresse e-mail"))
    role = models.CharField(_("rôle"), max_length=16, choices=Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    nonce = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, branch__isnull=True)
                | models.Q(organisation__isnull=True, branch__isnull=False),
                name="organisations_invitation_to_one",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk} · {self.role}"


class Branch(models.Model):
    """A sector with its social partners; ``organisation`` is the body that acts for it here.

    ``idcc`` numbers its collective agreement (identifiant de convention collective).
    """

    slug = models.SlugField(_("adresse courte"), unique=True)
    name = models.CharField(_("nom"), max_length=160)
    idcc = models.CharField(_("IDCC"), max_length=4, blank=True)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="branch", verbose_name=_("représentée par")
    )
    presentation = models.TextField(_("présentation"), blank=True)
    created_at = models.DateTimeField(_("ouverte le"), default=timezone.now)

    class Meta:
        verbose_name = _("branche")
        verbose_name_plural = _("branches")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """An employer that belongs to a branch."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    since = models.DateField(_("depuis"), default=timezone.localdate)

    class Meta:
        verbose_name = _("adhésion à une branche")
        verbose_name_plural = _("adhésions à une branche")
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "organisation"], name="organisations_affiliation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} · {self.branch_id}"


class Agreement(models.Model):
    """What branches signed together: parties, date, term; ``ends_on`` null is an open term.

    The certificates it recognises stand in `training.Recognition`.
    """

    title = models.CharField(_("titre"), max_length=250)
    parties = models.ManyToManyField(
        Branch,
        through="Signature",
        related_name="agreements",
        verbose_name=_("branches signataires"),
    )
    signed_on = models.DateField(_("signé le"))
    in_force_on = models.DateField(_("en vigueur le"))
    ends_on = models.DateField(_("échéance"), null=True, blank=True)
    summary = models.TextField(_("ce qu’il prévoit"), blank=True)
    source_url = models.URLField(_("texte publié"), blank=True)
    invented = models.BooleanField(_("inventé (démonstration)"), default=False)

    class Meta:
        verbose_name = _("accord")
        verbose_name_plural = _("accords")
        ordering = ["-signed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.signed_on})"


class Signature(models.Model):
    """A branch as party to an agreement; ``confirmed_at`` is set by its own officer alone."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    branch = models.ForeignKey(Branch, models.CASCADE, related_name="signatures")
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("signature d’un accord")
        verbose_name_plural = _("signatures d’accords")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "branch"], name="organisations_party_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} · {self.branch_id}"
