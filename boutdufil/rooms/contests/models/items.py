"""The bank of questions: written by one author, read again by another, versioned."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.contests.enums import ItemKind, ItemState


class Bank(models.Model):
    """An organisation's bank of questions."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="item_banks")
    name = models.CharField(_("nom"), max_length=120)

    class Meta:
        verbose_name = _("banque de questions")
        verbose_name_plural = _("banques de questions")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """What questions are about; the trade's own are told apart, for they may break a tie."""

    bank = models.ForeignKey(Bank, models.CASCADE, related_name="themes")
    name = models.CharField(_("thème"), max_length=120)
    is_trade = models.BooleanField(_("du métier"), default=False)

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["bank", "name"], name="contests_theme_once")]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """A question of the bank, through all its versions."""

    bank = models.ForeignKey(Bank, models.PROTECT, related_name="items")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="items")
    state = models.CharField(
        _("état"), max_length=8, choices=ItemState, default=ItemState.DRAFT, db_index=True
    )

    class Meta:
        verbose_name = _("question de la banque")
        verbose_name_plural = _("questions de la banque")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.theme_id} · {self.pk}"


class ItemVersion(models.Model):
    """A question as it was written at an hour; one that was read by another never changes.

    ``options`` is a list of ``{"key": "a", "text": "…"}`` (single, multiple, order). ``key`` holds
    the right answer: ``"a"``, ``["a", "c"]``, ``["b", "a", "c"]``, ``{"value": "12.5",
    "tolerance": "0.5"}`` or ``{"accepted": ["…"]}``.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("nature"), max_length=8, choices=ItemKind)
    stem = models.TextField(_("question"), max_length=2000)
    options = models.JSONField(_("réponses proposées"), default=list, blank=True)
    key = models.JSONField(_("bonne réponse"))
    points = models.PositiveSmallIntegerField(
        _("points"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    difficulty = models.PositiveSmallIntegerField(
        _("difficulté attendue (1 à 5)"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    explanation = models.TextField(_("explication"), max_length=2000, blank=True)
    picture = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="item_pictures"
    )
    picture_text = models.CharField(_("ce que l’image montre"), max_length=500, blank=True)
    film = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="item_films"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField(_("écrite le"), default=timezone.now)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("relue le"), null=True, blank=True)
    review = models.CharField(_("avis"), max_length=500, blank=True)
    is_approved = models.BooleanField(_("acceptée à la relecture"), null=True, blank=True)

    class Meta:
        verbose_name = _("version d’une question")
        verbose_name_plural = _("versions d’une question")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="contests_version_once"),
            models.CheckConstraint(
                condition=models.Q(picture__isnull=True) | ~models.Q(picture_text=""),
                name="contests_picture_is_told",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewer__isnull=True) | ~models.Q(reviewer=models.F("author")),
                name="contests_reviewed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} · {self.number}"
