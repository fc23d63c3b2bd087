"""Service numbers: who answers for what, when, on which channels, at whose cost."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.illico.enums import CharterState, Payer, Purpose
from boutdufil.rooms.illico.rules.amounts import HIGHEST_RATE


class Number(models.Model):
    """A service number of a company or a public body, reached from its page.

    ``rate``, ``ceiling`` and ``floor`` are in 1/10,000 € (a minute, a call, a minute of an
    agent), the same at every hour. ``code`` is the last part of its address.
    """

    code = models.SlugField(_("adresse courte"), unique=True, max_length=40)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="illico_numbers", verbose_name=_("titulaire")
    )
    name = models.CharField(_("nom du service"), max_length=120)
    presentation = models.TextField(_("présentation"), blank=True)
    purposes = ArrayField(models.CharField(max_length=14, choices=Purpose), verbose_name=_("objet"))
    payer = models.CharField(_("qui paie"), max_length=7, choices=Payer, default=Payer.COMPANY)
    rate = models.PositiveIntegerField(
        _("prix d’une minute"), default=HIGHEST_RATE, validators=[MaxValueValidator(HIGHEST_RATE)]
    )
    ceiling = models.PositiveIntegerField(_("plafond d’un appel"), default=0)
    floor = models.PositiveIntegerField(_("minimum d’une minute de conseil"), default=0)
    channels = ArrayField(models.CharField(max_length=5, choices=Channel), verbose_name=_("canaux"))
    languages = ArrayField(models.CharField(max_length=3), default=list, verbose_name=_("langues"))
    skills = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_complex = models.BooleanField(_("demandes complexes"), default=False)
    over_250_million = models.BooleanField(_("plus de 250 M€ de chiffre d’affaires"), default=False)
    free_alternative = models.CharField(_("autre moyen gratuit"), max_length=200, blank=True)
    procedure = models.TextField(_("ce que demande l’entreprise"), blank=True)
    may_decide = models.TextField(_("ce que le conseil peut décider"), blank=True)
    closed_on_holidays = models.BooleanField(_("fermé les jours fériés"), default=True)
    charter_state = models.CharField(
        _("charte"), max_length=11, choices=CharterState, default=CharterState.CANDIDATE
    )
    opened_at = models.DateTimeField(_("créé le"), default=timezone.now)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("fermé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("numéro Illico")
        verbose_name_plural = _("numéros Illico")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rate__lte=HIGHEST_RATE), name="illico_number_under_the_cap"
            )
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """When a channel of a number is open on a day of the week (1 Monday to 7 Sunday), Paris time.

    What is written here holds from the eighth day on: the seven days ahead are published already.
    """

    number = models.ForeignKey(Number, models.CASCADE, related_name="hours")
    channel = models.CharField(_("canal"), max_length=5, choices=Channel)
    weekday = models.PositiveSmallIntegerField(_("jour"))
    opens = models.TimeField(_("de"))
    closes = models.TimeField(_("à"))

    class Meta:
        verbose_name = _("horaire")
        verbose_name_plural = _("horaires")
        ordering = ["number", "channel", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="illico_hours_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__gte=1, weekday__lte=7), name="illico_hours_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_id} {self.channel} {self.weekday} {self.opens}–{self.closes}"


class Answer(models.Model):
    """A question people ask and its answer, written by the owner of the number."""

    number = models.ForeignKey(Number, models.CASCADE, related_name="answers")
    question = models.CharField(_("question"), max_length=200)
    text = models.TextField(_("réponse"))
    language = models.CharField(_("langue"), max_length=3, default="fr")
    film_url = models.URLField(_("film en langue des signes"), blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    written_at = models.DateTimeField(_("écrite le"), default=timezone.now)

    class Meta:
        verbose_name = _("réponse du service")
        verbose_name_plural = _("réponses du service")
        ordering = ["number", "position", "pk"]

    def __str__(self) -> str:
        return self.question
