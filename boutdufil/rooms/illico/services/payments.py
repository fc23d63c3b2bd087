"""Payment orders: where agents want to be paid, and the file their payer's bank reads.

The platform moves no money: the file is a proposal that the payer's bank executes, or not.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as ET

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.adapters import vault
from boutdufil.kernel.audit.services import record
from boutdufil.lib.iban import read_iban
from boutdufil.rooms.illico.errors import LedgerError
from boutdufil.rooms.illico.models import Agent, LedgerPosting, PayAccount
from boutdufil.rooms.illico.selectors.ledger import standing_settlement
from boutdufil.rooms.illico.services.ledger_exports import cents_text

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
PURPOSE = "illico.pay"
LONGEST_NAME, LONGEST_ID = 70, 35
# EPC217-08: letters, digits and these; others may be refused by a bank on the way.
SPELT = str.maketrans({"’": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")


@dataclass(frozen=True, slots=True)
class Order:
    """One payment: to whom, where, how many cents."""

    reference: str
    name: str
    iban: str
    cents: int


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, from which account, on which day; the account is not kept."""

    name: str
    iban: str
    on: date


@dataclass(frozen=True, slots=True)
class Orders:
    """What a settled month pays; ``without`` counts those who gave no account."""

    orders: tuple[Order, ...]
    without: int


@transaction.atomic
def give_account(*, agent_id: int, iban: str) -> None:
    """Keep where an agent wants to be paid, sealed. Raises LedgerError for what is no IBAN."""
    try:
        read = read_iban(iban)
    except ValueError:
        raise LedgerError(
            _("Cet IBAN ne tombe pas juste : relisez-le sur votre relevé bancaire.")
        ) from None
    sealed = vault.seal(_key(), read.encode(), about=_about(agent_id))
    PayAccount.objects.update_or_create(
        agent_id=agent_id, defaults={"sealed": sealed, "given_at": timezone.now()}
    )


def forget_account(*, agent_id: int) -> None:
    """Forget where an agent is paid."""
    PayAccount.objects.filter(agent_id=agent_id).delete()


def own_account(agent_id: int) -> str:
    """Return an agent's IBAN, for themselves; empty when they gave none."""
    row = PayAccount.objects.filter(agent_id=agent_id).first()
    return _opened(row) if row else ""


def orders_of(*, number_id: int, period: date) -> Orders:
    """Return the payments of a settled month. Raises LedgerError before it is settled."""
    entry = standing_settlement(number_id, period)
    if entry is None:
        raise LedgerError(_("Ce mois n’est pas encore décompté."))
    lines = LedgerPosting.objects.filter(entry=entry, account__startswith="agent:a", cents__lt=0)
    cents = {int(line.account.removeprefix("agent:a")): -line.cents for line in lines}
    agents = Agent.objects.filter(pk__in=cents).select_related("person", "pay_account")
    paid = [agent for agent in agents if hasattr(agent, "pay_account")]
    orders = tuple(
        Order(
            reference=f"ILL-{number_id}-{period:%Y%m}-{entry.turn}-A{agent.pk}",
            name=agent.person.name or agent.given_name,
            iban=_opened(agent.pay_account),
            cents=cents[agent.pk],
        )
        for agent in paid
    )
    return Orders(orders, len(cents) - len(paid))


def sepa_file(
    *, number_id: int, period: date, payer: Payer, actor_id: int | None, now: datetime
) -> bytes:
    """Return the credit transfers of a settled month (pain.001.001.09).

    :raises LedgerError: not settled, nobody to pay, or an IBAN that is none.
    """
    found = orders_of(number_id=number_id, period=period)
    if not found.orders:
        raise LedgerError(_("Personne à payer n’a encore donné son IBAN."))
    try:
        payer = Payer(payer.name, read_iban(payer.iban), payer.on)
    except ValueError:
        raise LedgerError(_("L’IBAN du compte à débiter ne tombe pas juste.")) from None
    record(
        actor_id=actor_id,
        verb="illico.payments_ordered",
        subject=f"number:{number_id}",
        facts={"period": period.isoformat(), "orders": len(found.orders)},
    )
    reference = f"ILL-{number_id}-{period:%Y%m}-{now:%y%m%d%H%M%S}"
    return write_orders(found.orders, payer, reference=reference, now=now)


def write_orders(
    orders: tuple[Order, ...], payer: Payer, *, reference: str, now: datetime
) -> bytes:
    """Write credit transfers as a bank reads them."""
    document = ET.Element("Document", {"xmlns": NAMESPACE})
    whole = ET.SubElement(document, "CstmrCdtTrfInitn")
    header = ET.SubElement(whole, "GrpHdr")
    total = cents_text(sum(order.cents for order in orders))
    _put(header, "MsgId", reference[:LONGEST_ID])
    _put(header, "CreDtTm", now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    _put(header, "NbOfTxs", str(len(orders)))
    _put(header, "CtrlSum", total)
    _put(header, "InitgPty/Nm", latin(payer.name))
    batch = ET.SubElement(whole, "PmtInf")
    for path, text in (
        ("PmtInfId", reference[:LONGEST_ID]),
        ("PmtMtd", "TRF"),
        ("NbOfTxs", str(len(orders))),
        ("CtrlSum", total),
        ("PmtTpInf/SvcLvl/Cd", "SEPA"),
        ("ReqdExctnDt/Dt", payer.on.isoformat()),
        ("Dbtr/Nm", latin(payer.name)),
        ("DbtrAcct/Id/IBAN", payer.iban),
        ("DbtrAgt/FinInstnId/Othr/Id", "NOTPROVIDED"),
        ("ChrgBr", "SLEV"),
    ):
        _put(batch, path, text)
    for order in orders:
        _put_order(ET.SubElement(batch, "CdtTrfTxInf"), order)
    written: bytes = ET.tostring(document, encoding="utf-8", xml_declaration=True)
    return written


def latin(text: str) -> str:
    """Return a text in the signs that every bank of the area takes.

    >>> latin("Élodie Ça & Cie")
    'Elodie Ca Cie'
    """
    plain = unicodedata.normalize("NFKD", text.translate(SPELT))
    kept = "".join(sign for sign in plain if sign in ALLOWED)
    return " ".join(kept.split())[:LONGEST_NAME]


def _put_order(place: ET.Element, order: Order) -> None:
    _put(place, "PmtId/EndToEndId", order.reference[:LONGEST_ID])
    amount = ET.SubElement(ET.SubElement(place, "Amt"), "InstdAmt", {"Ccy": "EUR"})
    amount.text = cents_text(order.cents)
    _put(place, "Cdtr/Nm", latin(order.name))
    _put(place, "CdtrAcct/Id/IBAN", order.iban)
    _put(place, "RmtInf/Ustrd", f"Numeros Illico {order.reference}")


def _put(place: ET.Element, path: str, text: str) -> None:
    for name in path.split("/"):
        place = ET.SubElement(place, name)
    place.text = text


def _opened(row: PayAccount) -> str:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    for secret in secrets[:-1]:
        try:
            return _open_with(secret, row)
        except vault.VaultClosedError:
            continue
    return _open_with(secrets[-1], row)


def _open_with(secret: str | bytes, row: PayAccount) -> str:
    key = vault.site_key(secret, PURPOSE)
    return vault.unseal(key, bytes(row.sealed), about=_about(row.agent_id)).decode()


def _key() -> bytes:
    return vault.site_key(settings.SECRET_KEY, PURPOSE)


def _about(agent_id: int) -> str:
    return f"illico.agent:{agent_id}"
