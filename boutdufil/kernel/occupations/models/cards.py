"""Job cards and what hangs on them, all owned by one release."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.occupations.models.releases import Release
from boutdufil.kernel.occupations.models.skills import Skill


class JobCard(models.Model):
    """One occupation under its ROME code; unknown flags are null, never false."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="cards")
    code = models.CharField(_("code ROME"), max_length=5)
    label = models.CharField(_("intitulé"), max_length=250)
    label_en = models.CharField(_("intitulé anglais"), max_length=250, blank=True)
    family = models.CharField(_("famille"), max_length=80, blank=True)
    definition = models.TextField(_("définition"), blank=True)
    definition_en = models.TextField(_("définition anglaise"), blank=True)
    access = models.TextField(_("accès au métier"), blank=True)
    access_en = models.TextField(_("accès, en anglais"), blank=True)
    parent_code = models.CharField(_("code de la fiche mère"), max_length=5, blank=True)
    regulated = models.BooleanField(_("métier réglementé"), null=True, blank=True)
    executive = models.BooleanField(_("emploi cadre"), null=True, blank=True)

    class Meta:
        verbose_name = _("fiche métier")
        verbose_name_plural = _("fiches métiers")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["release", "code"], name="one_card_a_code")]
        indexes = [models.Index(fields=["code"], name="card_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class JobTitle(models.Model):
    """A name of the job: an official title, or everyday words of the guide."""

    card = models.ForeignKey(JobCard, models.CASCADE, related_name="titles")
    code = models.CharField(_("code OGR"), max_length=20, blank=True)
    label = models.CharField(_("appellation"), max_length=250)
    search = models.TextField(_("formes cherchées, une par ligne"))
    rare = models.BooleanField(_("peu usitée"), default=False)
    everyday = models.BooleanField(_("mots de tous les jours"), default=False)

    class Meta:
        verbose_name = _("appellation")
        verbose_name_plural = _("appellations")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class CardSkill(models.Model):
    """A skill asked by a card."""

    card = models.ForeignKey(JobCard, models.CASCADE, related_name="asked_skills")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="uses")
    core = models.BooleanField(_("cœur de métier"), default=False)
    emerging = models.BooleanField(_("émergente"), default=False)
    group = models.CharField(_("groupe"), max_length=120, blank=True)
    group_en = models.CharField(_("groupe, en anglais"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("compétence demandée")
        verbose_name_plural = _("compétences demandées")
        constraints = [models.UniqueConstraint(fields=["card", "skill"], name="one_use_a_card")]

    def __str__(self) -> str:
        return f"{self.card_id} : {self.skill_id}"


class CardCondition(models.Model):
    """A working condition: hours, risks, places, status, publics."""

    card = models.ForeignKey(JobCard, models.CASCADE, related_name="conditions")
    kind = models.CharField(_("nature"), max_length=80)
    label = models.CharField(_("condition"), max_length=250)
    label_en = models.CharField(_("condition, en anglais"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("condition de travail")
        verbose_name_plural = _("conditions de travail")

    def __str__(self) -> str:
        return self.label


class OfficialLink(models.Model):
    """A mobility that ROME itself states; ``rank`` is its display order, no strength."""

    card = models.ForeignKey(JobCard, models.CASCADE, related_name="official_links")
    target_code = models.CharField(_("code ROME d’arrivée"), max_length=5)
    rank = models.PositiveSmallIntegerField(_("ordre d’affichage"), default=0)

    class Meta:
        verbose_name = _("lien officiel")
        verbose_name_plural = _("liens officiels")
        ordering = ["rank", "target_code"]
        constraints = [
            models.UniqueConstraint(fields=["card", "target_code"], name="one_link_a_target")
        ]
        indexes = [models.Index(fields=["target_code"], name="link_target")]

    def __str__(self) -> str:
        return f"{self.card_id} → {self.target_code}"


class Interest(models.Model):
    """Something a person may like; never counted as a skill."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="interests")
    code = models.CharField(_("code"), max_length=64)
    label = models.CharField(_("intitulé"), max_length=250)
    label_en = models.CharField(_("intitulé anglais"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("centre d’intérêt")
        verbose_name_plural = _("centres d’intérêt")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["release", "code"], name="one_interest_a_code")
        ]

    def __str__(self) -> str:
        return self.label


class CardInterest(models.Model):
    """An interest that a card serves; ``main`` when ROME calls it principal."""

    card = models.ForeignKey(JobCard, models.CASCADE, related_name="interests")
    interest = models.ForeignKey(Interest, models.CASCADE, related_name="cards")
    main = models.BooleanField(_("principal"), default=False)

    class Meta:
        verbose_name = _("intérêt d’une fiche")
        verbose_name_plural = _("intérêts des fiches")
        constraints = [
            models.UniqueConstraint(fields=["card", "interest"], name="one_interest_a_card")
        ]

    def __str__(self) -> str:
        return f"{self.card_id} : {self.interest_id}"
