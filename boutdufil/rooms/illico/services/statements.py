"""Statements as papers and tables: agents' months, numbers' months, calls for funds."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.adapters.typesetting import typeset
from boutdufil.kernel.ui.days import format_day
from boutdufil.kernel.ui.numbers import is_french
from boutdufil.lib.tables import Value, write_csv
from boutdufil.rooms.illico.errors import LedgerError
from boutdufil.rooms.illico.rules.amounts import CENT, write_euros
from boutdufil.rooms.illico.selectors.numbers import NumberRow
from boutdufil.rooms.illico.selectors.statements import (
    AgentMonth,
    CallLine,
    FreePart,
    NumberMonth,
)
from boutdufil.rooms.illico.services.ledger_exports import cents_text

TEMPLATE = Path(__file__).resolve().parents[1].joinpath("data", "statement.typ")


def euros(cents: int) -> str:
    """Write cents as people read them: "1,51 €" (fr), "€1.51" (en)."""
    return units_text(cents * CENT)


def units_text(units: int) -> str:
    """Write 1/10,000 € as people read them."""
    sign = "\u2212" if units < 0 else ""
    written = write_euros(abs(units))
    return f"{sign}{written}\u00a0€" if is_french() else f"{sign}€{written.replace(',', '.')}"


def agent_csv(month: AgentMonth) -> bytes:
    """Return an agent's month as a table, a line a call."""
    header = [
        _("jour"), _("heure"), _("numéro"), _("canal"), _("secondes comptées"),
        _("secondes avec l’appelant"), _("valeur des secondes (€)"), _("gratuit, et pourquoi"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            day.day.isoformat(), f"{timezone.localtime(call.at):%H:%M:%S}", call.number,
            call.channel, call.seconds, call.worked, write_euros(call.units), free_text(call.free),
        ]
        for day in month.days
        for call in day.calls
    ]  # fmt: skip
    return write_csv(header, rows)


def number_csv(month: NumberMonth, number: NumberRow) -> bytes:
    """Return a number's month as a table of accounts, in euros."""
    header = [_("numéro"), _("mois"), _("compte"), _("montant (€)"), _("complément (€)")]
    name, period = number.code, f"{month.period:%Y-%m}"
    lines = [
        [name, period, "payer", cents_text(month.owed, ","), ""],
        [name, period, "service", cents_text(month.kept, ","), ""],
    ]
    lines += [
        [name, period, one.agent, cents_text(one.cents, ","), cents_text(one.top_up, ",")]
        for one in month.shares
    ]
    return write_csv(header, lines)


def agent_pdf(month: AgentMonth, *, at: datetime) -> bytes:
    """Return an agent's month as a paper."""
    lines = [
        _("%(name)s, pour %(organisation)s.")
        % {"name": month.agent, "organisation": month.organisation},
        _("Total du mois : %(sum)s.") % {"sum": euros(month.cents)},
        _settled_words(is_settled=month.is_settled),
        _("Une part de 60 % au moins de ce que doit l’organisme, et jamais moins que le minimum."),
    ]
    parts = _table(
        _("Par numéro"),
        [_("Numéro"), _("Secondes"), _("Part"), _("Complément"), _("Total")],
        [
            [one.number, str(one.seconds), euros(one.share), euros(one.top_up), euros(one.earned)]
            for one in month.parts
        ],
    )
    days = _table(
        _("Par jour"),
        [_("Jour"), _("Appels"), _("Secondes comptées"), _("Secondes avec l’appelant")],
        [
            [format_day(day.day, "j F"), str(len(day.calls)), str(day.seconds), str(day.worked)]
            for day in month.days
        ],
    )
    calls = _table(
        _("Par appel"),
        [_("Appel"), _("Secondes"), _("Gratuit, et pourquoi")],
        [_call_row(call) for day in month.days for call in day.calls],
    )
    title = _("Relevé, %(month)s") % {"month": format_day(month.period, "F Y")}
    return _paper(
        title, month.organisation, _stamped(lines, month.is_invented), (parts, days, calls), at
    )


def number_pdf(month: NumberMonth, number: NumberRow, *, at: datetime) -> bytes:
    """Return a number's month as a paper."""
    title = _("Comptes, %(month)s") % {"month": format_day(month.period, "F Y")}
    lines = [
        _("%(number)s, %(organisation)s.")
        % {"number": number.name, "organisation": number.organisation},
        _("%(calls)d appels, %(seconds)d secondes comptées.")
        % {"calls": month.calls, "seconds": month.seconds},
        _settled_words(is_settled=month.entry_id is not None),
    ]
    table = _table(
        _("Ce que doit l’organisme, et à qui"),
        [_("Ligne"), _("Montant")],
        [
            [_("Dû par l’organisme"), euros(month.owed)],
            [
                _("Part de celles et ceux qui répondent (60 %, arrondie vers le haut)"),
                euros(month.pool),
            ],
            [_("Compléments jusqu’au minimum"), euros(month.top_ups)],
            [_("Reste pour le service, compléments déduits"), euros(month.kept)],
        ],
    )
    return _paper(title, number.organisation, _stamped(lines, number.is_invented), (table,), at)


def funds_pdf(month: NumberMonth, number: NumberRow, *, at: datetime) -> bytes:
    """Return the call for funds of a settled month. Raises LedgerError before it is settled."""
    if month.entry_id is None:
        raise LedgerError(_("Ce mois n’est pas encore décompté."))
    title = _("Appel de fonds, %(month)s") % {"month": format_day(month.period, "F Y")}
    lines = [
        _("À %(organisation)s, pour le numéro %(number)s.")
        % {"organisation": number.organisation, "number": number.name},
        _("Somme due : %(sum)s, hors taxes, pour %(seconds)d secondes comptées.")
        % {"sum": euros(month.owed), "seconds": month.seconds},
        _("Aucune somme ne passe par la plateforme : payez directement chaque bénéficiaire."),
        _("Écriture n° %(entry)d, empreinte %(digest)s.")
        % {"entry": month.entry_id, "digest": month.digest[:16]},
    ]
    rows = [[one.agent, euros(one.cents + one.top_up)] for one in month.shares]
    rows.append([_("service"), euros(month.kept)])
    table = _table(_("Bénéficiaires, par pseudonyme"), [_("Bénéficiaire"), _("Montant")], rows)
    return _paper(title, number.organisation, _stamped(lines, number.is_invented), (table,), at)


def free_text(parts: Sequence[FreePart]) -> str:
    """Write what was free in one line."""
    return ", ".join(f"{part.label} {part.seconds}\u00a0s" for part in parts)


def parse_month(text: str) -> date:
    """Return the first day of a month written "2026-11". Raises ValueError for anything else."""
    year, _dash, month = text.partition("-")
    if not (year.isdecimal() and month.isdecimal() and len(text) == 7):
        raise ValueError(text)
    return date(int(year), int(month), 1)


def _call_row(call: CallLine) -> list[str]:
    when = format_day(timezone.localtime(call.at), "j F, H:i")
    return [f"{when}, {call.channel}", str(call.seconds), free_text(call.free)]


def _settled_words(*, is_settled: bool) -> str:
    if is_settled:
        return _("Ce mois est décompté.")
    return _("Ce mois n’est pas encore décompté : les sommes peuvent changer.")


def _stamped(lines: list[str], is_invented: bool) -> list[str]:
    return [_("Inventé, pour la démonstration."), *lines] if is_invented else lines


def _table(caption: str, header: list[str], rows: list[list[str]]) -> dict[str, Any]:
    table = {"caption": caption, "header": header, "rows": rows} if rows else None
    return {"title": caption, "lines": [] if rows else [_("Rien ce mois-ci.")], "table": table}


def _paper(
    title: str, site: str, lines: list[str], sections: Sequence[dict[str, Any]], at: datetime
) -> bytes:
    footer = _("Bout du fil, %(day)s") % {"day": format_day(timezone.localtime(at), "j F Y, H:i")}
    data = {
        "title": title,
        "site": site,
        "language": (get_language() or "fr")[:2],
        "footer": footer,
        "lines": lines,
        "sections": list(sections),
    }
    return typeset(TEMPLATE, data, at=at)
