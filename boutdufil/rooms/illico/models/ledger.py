"""The ledger: entries of a month, in whole cents, that sum to nothing and are never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.illico.enums import EntryKind
from boutdufil.rooms.illico.models.agents import Agent
from boutdufil.rooms.illico.models.numbers import Number


class LedgerEntry(models.Model):
    """What a month of a number came to, or what takes such an entry back.

    ``period`` is the first day of the month. ``turn`` is 0 for the first settlement, one more after
    each reversal. ``sides`` is how many postings it has. ``digest`` is the SHA-256 of the digest
    of the number's entry before and of this one with its postings.
    """

    number = models.ForeignKey(Number, models.PROTECT, related_name="entries")
    period = models.DateField(_("mois"))
    kind = models.CharField(_("nature"), max_length=10, choices=EntryKind)
    turn = models.PositiveSmallIntegerField(_("rang"), default=0)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reason = models.CharField(_("motif"), max_length=200, blank=True)
    sides = models.PositiveIntegerField(_("lignes"))
    posted_at = models.DateTimeField(_("écrite le"))
    digest = models.BinaryField(_("empreinte"), max_length=32)

    class Meta:
        verbose_name = _("écriture")
        verbose_name_plural = _("écritures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "period", "kind", "turn"], name="illico_settled_once"
            ),
            models.CheckConstraint(
                condition=models.Q(period__day=1), name="illico_entry_of_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_id} {self.period:%Y-%m} {self.get_kind_display()}"


class LedgerPosting(models.Model):
    """One side of an entry: cents on an account, above 0 debit, below 0 credit.

    Accounts are named "payer:o3" (an organisation), "service:n5" (a number), "agent:a12".
    """

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="postings")
    account = models.CharField(_("compte"), max_length=40)
    cents = models.BigIntegerField(_("centimes"))

    class Meta:
        verbose_name = _("ligne d’écriture")
        verbose_name_plural = _("lignes d’écriture")
        ordering = ["entry", "account"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "account"], name="illico_account_once"),
            models.CheckConstraint(
                condition=~models.Q(cents=0), name="illico_posting_of_something"
            ),
        ]
        indexes = [models.Index(fields=["account"], name="illico_postings_by_account")]

    def __str__(self) -> str:
        return f"{self.account} {self.cents}"


class PayAccount(models.Model):
    """Where an agent wants to be paid: an IBAN, sealed under the key of the site."""

    agent = models.OneToOneField(
        Agent, models.CASCADE, primary_key=True, related_name="pay_account"
    )
    sealed = models.BinaryField(_("IBAN chiffré"))
    given_at = models.DateTimeField(_("donné le"))

    class Meta:
        verbose_name = _("compte de paiement")
        verbose_name_plural = _("comptes de paiement")
        ordering = ["agent"]

    def __str__(self) -> str:
        return str(self.agent_id)
