"""Posts and how each one ended; the application's role may never delete a line of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.posts.enums import ClosingReason, ContactKind, PostState
from boutdufil.kernel.posts.models.needs import Need, NeedAnswer
from boutdufil.kernel.posts.models.vacancies import Vacancy

__all__ = ["Attachment", "Contact", "Hire", "Need", "NeedAnswer", "Post"]


class Post(models.Model):
    """One seat of a vacancy: open, then filled by one hire or closed with a reason."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField(_("numéro"))
    state = models.CharField(_("état"), max_length=6, choices=PostState, default=PostState.OPEN)
    opened_at = models.DateTimeField(_("ouvert le"), default=timezone.now)
    ended_at = models.DateTimeField(_("pourvu ou fermé le"), null=True, blank=True)
    closing_reason = models.CharField(_("motif"), max_length=16, choices=ClosingReason, blank=True)

    class Meta:
        verbose_name = _("poste")
        verbose_name_plural = _("postes")
        ordering = ["vacancy_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["vacancy", "number"], name="posts_post_number"),
            models.CheckConstraint(
                condition=models.Q(state=PostState.OPEN, ended_at__isnull=True, closing_reason="")
                | models.Q(state=PostState.FILLED, ended_at__isnull=False, closing_reason="")
                | (
                    models.Q(state=PostState.CLOSED, ended_at__isnull=False)
                    & ~models.Q(closing_reason="")
                ),
                name="posts_post_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vacancy_id} · {self.number} · {self.state}"


class Attachment(models.Model):
    """A vacancy shown by something of a room ("campaign:12", "plan:3"), from then until then."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="attachments")
    to = models.CharField(_("rattachée à"), max_length=80, db_index=True)
    attached_at = models.DateTimeField(_("depuis"), default=timezone.now)
    detached_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)

    class Meta:
        verbose_name = _("rattachement d’une offre")
        verbose_name_plural = _("rattachements d’offres")
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "to"],
                condition=models.Q(detached_at__isnull=True),
                name="posts_attached_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.vacancy_id} · {self.to}"


class Contact(models.Model):
    """The first time a person and a vacancy met through something; ``through`` empty is direct.

    An erased person leaves the contact without a name: counts stay true.
    """

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="contacts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="post_contacts"
    )
    kind = models.CharField(_("nature"), max_length=12, choices=ContactKind)
    through = models.CharField(_("par l’intermédiaire de"), max_length=80, blank=True)
    at = models.DateTimeField(_("quand"), default=timezone.now)

    class Meta:
        verbose_name = _("premier contact")
        verbose_name_plural = _("premiers contacts")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "person", "through"],
                condition=models.Q(person__isnull=False),
                name="posts_first_contact_once",
            )
        ]
        indexes = [models.Index(fields=["through", "at"], name="posts_contact_through")]

    def __str__(self) -> str:
        return f"{self.vacancy_id} · {self.kind} · {self.through or '-'}"


class Hire(models.Model):
    """Somebody hired on a post; a trial that fails cancels it and opens the post again.

    ``contact`` is the contact the hire is counted through, decided once when it is recorded.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="hires")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="hires"
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="hires"
    )
    hired_on = models.DateField(_("embauche le"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("inscrite le"), default=timezone.now)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    cancel_reason = models.CharField(_("motif de l’annulation"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("embauche")
        verbose_name_plural = _("embauches")
        ordering = ["hired_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(cancelled_at__isnull=True),
                name="posts_one_hire_a_post",
            )
        ]

    def __str__(self) -> str:
        return f"Post {self.post_id} · {self.hired_on}"
