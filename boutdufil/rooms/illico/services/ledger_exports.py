"""The ledger for accountants: the French file of entries (FEC), beancount and hledger text.

Account numbers are those of the French chart: customers 411, pay due 421, services sold 706.
"""

from collections.abc import Iterable
from datetime import date

from boutdufil.rooms.illico.models import LedgerEntry, LedgerPosting
from boutdufil.rooms.illico.selectors.ledger import next_month
from boutdufil.rooms.illico.selectors.statements import posted_lines

# Arrêté du 29 juillet 2013, art. A47 A-1 LPF: these eighteen, in this order.
FEC_FIELDS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib",
    "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit",
    "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
CHART = {
    "payer": ("411000", "Clients", "Assets:Clients"),
    "agent": ("421000", "Personnel, rémunérations dues", "Liabilities:Conseillers"),
    "service": ("706000", "Prestations de services", "Income:Service"),
}


def cents_text(cents: int, mark: str = ".") -> str:
    """Write cents as euros.

    >>> cents_text(-105), cents_text(7, ",")
    ('-1.05', '0,07')
    """
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole}{mark}{rest:02}"


def fec_file(*, number_id: int, year: int) -> bytes:
    """Return the entries of a year: tabs between, a heading, UTF-8, amounts with a comma."""
    lines = ["\t".join(FEC_FIELDS)]
    for entry in _of_year(number_id, year):
        lines += ["\t".join(_fec_line(entry, posting)) for posting in entry.postings.all()]
    return ("\r\n".join(lines) + "\r\n").encode()


def fec_name(*, siren: str, year: int) -> str:
    """Return the name the law wants: SIREN, FEC, last day of the year."""
    return f"{siren}FEC{year}1231.txt"


def beancount_file(*, number_id: int, year: int) -> str:
    """Return the entries of a year as beancount and hledger read them."""
    entries = _of_year(number_id, year)
    accounts = sorted({_plain_account(one) for entry in entries for one in entry.postings.all()})
    opened = [f"{year}-01-01 open {account} EUR" for account in accounts]
    return "\n".join(['option "operating_currency" "EUR"', *opened, *_transactions(entries), ""])


def hledger_file(*, number_id: int, year: int) -> str:
    """Return the entries of a year as hledger and ledger read them."""
    return "\n".join([*_transactions(_of_year(number_id, year)), ""])


def _transactions(entries: Iterable[LedgerEntry]) -> Iterable[str]:
    for entry in entries:
        yield f'\n{_last_day(entry.period)} * "{_label(entry)}"'
        for one in entry.postings.all():
            yield f"  {_plain_account(one)}  {cents_text(one.cents)} EUR"


def _of_year(number_id: int, year: int) -> list[LedgerEntry]:
    return [entry for entry in posted_lines(number_id) if entry.period.year == year]


def _fec_line(entry: LedgerEntry, posting: LedgerPosting) -> list[str]:
    sort, _colon, name = posting.account.partition(":")
    account, label, _plain = CHART[sort]
    day = f"{_last_day(entry.period):%Y%m%d}"
    return [
        "ILL", "Numéros Illico", str(entry.pk), day, account, label, name.upper(), posting.account,
        f"ILL-{entry.number_id}-{entry.period:%Y%m}-{entry.turn}", day, _label(entry),
        cents_text(max(posting.cents, 0), ","), cents_text(max(-posting.cents, 0), ","),
        "", "", f"{entry.posted_at:%Y%m%d}", "", "",
    ]  # fmt: skip


def _plain_account(posting: LedgerPosting) -> str:
    sort, _colon, name = posting.account.partition(":")
    return f"{CHART[sort][2]}:{name.upper()}"


def _label(entry: LedgerEntry) -> str:
    kind = "décompte" if entry.reverses_id is None else "contre-passation"
    return f"{kind} {entry.period:%Y-%m} {entry.number.code}"


def _last_day(period: date) -> date:
    return date.fromordinal(next_month(period).toordinal() - 1)
