"""People, the browsers they are signed in with, the links and counters that guard the door."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.enums import Language, LinkPurpose


def fold_email(email: str) -> str:
    """The one spelling an address is stored and looked up under."""
    return email.strip().lower()


class PersonManager(BaseUserManager["Person"]):
    """People by their address, in whatever capitals it was typed."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person of an address; Django's authentication asks by this name."""
        return self.get(email=fold_email(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Save a person; without a password they sign in by link."""
        person = self.model(email=fold_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Save somebody who answers for the site."""
        fields |= {"is_staff": True, "is_superuser": True, "email_verified_at": timezone.now()}
        return self.create_user(email, password, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. An erased person keeps the row's id and nothing else."""

    # Empty only once erased: other rooms' rows may still point at the id.
    email = models.EmailField(_("adresse e-mail"), unique=True, null=True)  # noqa: DJ001 -- unique
    name = models.CharField(_("nom"), max_length=120)
    language = models.CharField(
        _("langue"), max_length=2, choices=Language.choices, default=Language.FRENCH
    )
    email_verified_at = models.DateTimeField(_("adresse vérifiée le"), null=True, blank=True)
    demo_slug = models.SlugField(_("identité de démonstration"), null=True, blank=True, unique=True)
    demo_story = models.TextField(_("histoire de démonstration"), blank=True, default="")
    is_staff = models.BooleanField(_("membre de l’équipe"), default=False)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    created_at = models.DateTimeField(_("créé le"), default=timezone.now)
    erasure_warned_at = models.DateTimeField(_("prévenu de l’effacement le"), null=True, blank=True)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="people_person_email_ci"),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True, email__isnull=False)
                | models.Q(erased_at__isnull=False, email__isnull=True, name=""),
                name="people_person_erased_is_nameless",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    def clean(self) -> None:
        """Store addresses in one spelling."""
        self.email = fold_email(self.email) if self.email else None

    @property
    def is_invented(self) -> bool:
        """Whether this is nobody: of the demo, or at an address nobody can have (RFC 2606)."""
        return self.demo_slug is not None or (self.email or "").endswith(".invalid")

    def get_full_name(self) -> str:
        """Return the name in full."""
        return self.name

    def get_short_name(self) -> str:
        """Return the first word of the name."""
        return self.name.split(" ")[0]


class PersonSession(models.Model):
    """One browser a person is signed in with, found by the hash of its session key."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions")
    key_hash = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar = ["-last_seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.device}"


class EmailLink(models.Model):
    """A one-time link sent by e-mail.

    The token itself is stored nowhere: it is derived from `nonce` with the site's secret key, so
    that the mail job can rebuild it from the row's id, and recognised by `token_hash`.
    """

    purpose = models.CharField(max_length=16, choices=LinkPurpose.choices)
    # Null while the person does not exist yet: accounts are born when a link is confirmed.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="email_links", null=True, blank=True
    )
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    next_url = models.CharField(max_length=500, blank=True)
    nonce = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lien envoyé par e-mail")
        verbose_name_plural = _("liens envoyés par e-mail")

    def __str__(self) -> str:
        return f"{self.purpose} #{self.pk}"


class RateCounter(models.Model):
    """How far one key has used up its allowance in one scope (a leaky bucket in one row).

    `full_until` is the moment the bucket will be empty again; keys are keyed hashes, never an
    address or an e-mail.
    """

    scope = models.CharField(max_length=60)
    key_hash = models.CharField(max_length=64)
    full_until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("compteur de débit")
        verbose_name_plural = _("compteurs de débit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "key_hash"], name="people_ratecounter_key")
        ]

    def __str__(self) -> str:
        return f"{self.scope} · {self.key_hash[:8]}"
