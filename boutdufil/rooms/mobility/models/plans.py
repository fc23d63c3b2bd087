"""A redeployment plan: whose it is, who reads it, what decides, which posts, each computation."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.posts.models import Need, Vacancy
from boutdufil.rooms.mobility.enums import PlanState, PostSide, VersionState


class Plan(models.Model):
    """What a site that closes or shrinks proposes to each of its people.

    While ``confidential`` nobody but the readers named sees that it exists. ``floor`` is the fit
    below which a proposal hurts, in per cent; ``max_minutes`` the way to work of whoever said
    nothing. Once shredded a plan keeps its dates and figures, and nothing about anybody.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plans")
    title = models.CharField(_("intitulé"), max_length=160)
    state = models.CharField(_("état"), max_length=6, choices=PlanState, default=PlanState.DRAFT)
    confidential = models.BooleanField(_("confidentiel"), default=True)
    closes_on = models.DateField(_("fin des contrats"))
    receivership = models.BooleanField(_("redressement ou liquidation judiciaire"), default=False)
    floor = models.PositiveSmallIntegerField(_("compétences communes souhaitées (%)"), default=30)
    max_minutes = models.PositiveSmallIntegerField(_("trajet accepté (minutes)"), default=45)
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    announced_on = models.DateField(_("annoncé le"), null=True, blank=True)
    roster_read_at = models.DateTimeField(_("liste lue le"), null=True, blank=True)
    opened_at = models.DateTimeField(_("ouvert aux personnes le"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("figé le"), null=True, blank=True)
    shredded_at = models.DateTimeField(_("détruit le"), null=True, blank=True)

    class Meta:
        verbose_name = _("plan de reclassement")
        verbose_name_plural = _("plans de reclassement")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=PlanState.DRAFT)
                | models.Q(state=PlanState.CLOSED)
                | models.Q(confidential=False),
                name="mobility_plan_opens_after_its_announcement",
            ),
            models.CheckConstraint(
                condition=models.Q(floor__lte=100), name="mobility_plan_floor_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"Plan {self.pk}"

    @property
    def ref(self) -> str:
        """How the ledger of posts calls it."""
        return f"plan:{self.pk}"


class PlanKey(models.Model):
    """The key of one plan's roster, wrapped by the key of the site; deleting it shreds."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="key")
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"Key of plan {self.plan_id}"


class PlanReader(models.Model):
    """Somebody named to read a confidential plan, from a day until another."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plans_read")
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    named_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["named_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "person"],
                condition=models.Q(removed_at__isnull=True),
                name="mobility_plan_reader_once",
            )
        ]

    def __str__(self) -> str:
        return f"Plan {self.plan_id} · {self.person_id}"


class CriteriaDeclaration(models.Model):
    """The criteria in their order, declared on a day; after the roster, only with a reason."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="declarations")
    criteria = models.JSONField(default=list)
    reason = models.CharField(_("motif du changement"), max_length=300, blank=True)
    declared_at = models.DateTimeField(default=timezone.now)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["declared_at", "pk"]

    def __str__(self) -> str:
        return f"Plan {self.plan_id} · {', '.join(self.criteria)}"


class PlanVacancy(models.Model):
    """A vacancy whose posts a plan may propose, and on which side of the employer's duty."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="vacancies")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=PostSide)
    places = models.PositiveIntegerField(_("postes réservés au plan"))
    classification = models.CharField(_("classification"), max_length=120, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "vacancy"],
                condition=models.Q(removed_at__isnull=True),
                name="mobility_plan_vacancy_once",
            )
        ]

    def __str__(self) -> str:
        return f"Plan {self.plan_id} · {self.vacancy_id} · {self.places}"


class PlanVersion(models.Model):
    """One computation of a plan: who is proposed what, each goal with its proof.

    ``result`` names people by the number of their row and posts by `PlanVacancy`; it says nothing
    about anybody once the roster is gone. ``inputs`` is a hash of what was computed from.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=VersionState, default=VersionState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    inputs = models.CharField(max_length=64, blank=True)
    result = models.JSONField(default=dict)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="mobility_plan_version_number")
        ]

    def __str__(self) -> str:
        return f"Plan {self.plan_id}, version {self.number}"


class SheetLink(models.Model):
    """A reading right on a plan's aggregates, for the social partners; kept as a hash.

    ``copy`` is what it shows: the aggregates of that moment, so that nobody compares two days.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sheet_links")
    token_hash = models.CharField(max_length=64, unique=True)
    copy = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Sheet link {self.pk} of plan {self.plan_id}"


class PlanSeal(models.Model):
    """The sealed archive of a frozen plan; ``sha256`` of the archive as it was handed out."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="seal")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    archive = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"Seal of plan {self.plan_id}"
