"""The final report as a paper and as a table, with what is hidden and why in each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.adapters.typesetting import typeset
from boutdufil.kernel.ui.days import format_day
from boutdufil.kernel.ui.numbers import format_number
from boutdufil.lib.tables import Value, write_csv
from boutdufil.rooms.campaigns.selectors.report import ReportLine, ReportPage

TEMPLATE = Path(__file__).resolve().parents[1].joinpath("data", "report.typ")
HIDDEN, UNTOLD = "·", "–"


def report_pdf(page: ReportPage) -> bytes:
    """Return the report as a paper in the reader's language."""
    title = _("Bilan : %(campaign)s") % {"campaign": page.node.name}
    data = {
        "title": title,
        "organiser": page.node.organiser,
        "language": (get_language() or "fr")[:2],
        "footer": _("Bout du fil, %(day)s.") % {"day": _moment(page)},
        "lines": stamps(page),
        "sections": _sections(page),
    }
    return typeset(TEMPLATE, data, at=page.at)


def report_csv(page: ReportPage) -> bytes:
    """Return the tables of the report as one, the rule and the definitions beneath them."""
    header = [_("tableau"), _("ligne"), *page.header]
    total = ReportLine(page.node.name, is_part=False, counts=_totals(page))
    rows: list[list[Value]] = [[_("toute la campagne"), total.label, *_cells(total)]]
    stop = ""
    for line in page.places:
        stop = stop if line.is_part else line.label
        name = f"{stop} : {line.label}" if line.is_part else line.label
        kind = _("par entreprise") if line.is_part else _("par étape")
        rows.append([kind, name, *_cells(line)])
    rows += [[_("par origine"), line.label, *_cells(line)] for line in page.origins]
    rows += [[_("à lire avec"), words] for words in stamps(page)]
    rows += [[one.label, str(one.definition)] for one in page.stages]
    width = len(header)
    return write_csv(header, [row + [""] * (width - len(row)) for row in rows])


def stamps(page: ReportPage) -> list[str]:
    """Return what a reader has to know before the figures: when, how sure, what is hidden."""
    told = [
        _("Établi le %(moment)s. Organisé par %(organiser)s.")
        % {"moment": _moment(page), "organiser": page.node.organiser}
    ]
    if page.node.is_invented:
        told.append(_("Données inventées, pour la démonstration."))
    if not page.is_final:
        told.append(_("Provisoire : la campagne n’est pas terminée."))
    told.append(rule_words(page))
    return told


def rule_words(page: ReportPage) -> str:
    """Say which figures are hidden, and that they cannot be worked out."""
    rule = _(
        "Un point remplace tout nombre de 1 à %(most)d personnes, et les nombres qui le"
        " laisseraient deviner. Un tiret : cela ne se compte pas là."
    )
    return rule % {"most": page.smallest - 1}


def _moment(page: ReportPage) -> str:
    return format_day(timezone.localtime(page.at), "j F Y, H:i")


def _totals(page: ReportPage) -> tuple[int | None, ...]:
    return tuple(stage.count for stage in page.stages)


def _cells(line: ReportLine) -> list[Value]:
    told: list[Value] = [HIDDEN if count is None else count for count, _untold in line.cells]
    return [UNTOLD if place in line.untold else one for place, one in enumerate(told)]


def _sections(page: ReportPage) -> list[dict[str, Any]]:
    stages = [f"{one.label} ({_shown(one.count)}) : {one.definition}" for one in page.stages]
    return [
        {"title": _("De la rue à l’emploi"), "lines": stages, "table": None},
        _table(_("Par étape et par entreprise"), page, page.places),
        _table(_("Par origine"), page, page.origins),
        {"title": _("Les postes"), "lines": post_lines(page), "table": None},
        {"title": _("Promesses des partenaires"), "lines": _promise_lines(page), "table": None},
        {"title": _("Jours et accueil"), "lines": _welcome_lines(page), "table": None},
    ]


def _table(title: str, page: ReportPage, lines: tuple[ReportLine, ...]) -> dict[str, Any]:
    if not lines:
        return {"title": title, "lines": [_("Rien n’est encore compté.")], "table": None}
    rows = [
        [
            f"— {line.label}" if line.is_part else line.label,
            *(UNTOLD if untold else _shown(count) for count, untold in line.cells),
        ]
        for line in lines
    ]
    table = {"caption": title, "header": ["", *page.header], "rows": rows}
    return {"title": title, "lines": [], "table": table}


def post_lines(page: ReportPage) -> list[str]:
    """Return the posts as the ledger counts them, and that the report counts the same hires."""
    figure = page.figure
    if figure is None:
        return [_("inconnu : la campagne n’est pas publique.")]
    counted = _(
        "%(offered)s postes proposés, %(filled)s pourvus, dont %(through)s par la campagne,"
        " %(open)s encore ouverts."
    )
    same = _("Embauches du rapport : %(report)s. Embauches du registre : %(ledger)s.")
    numbers = {name: format_number(getattr(figure, name)) for name in ("offered", "filled", "open")}
    through = format_number(figure.filled_through)
    return [
        counted % {**numbers, "through": through},
        same % {"report": format_number(page.hires), "ledger": through},
    ]


def _promise_lines(page: ReportPage) -> list[str]:
    told = [f"{one.partner} : {one.promise} ({one.kept.label})" for one in page.promises]
    return told or [_("Aucune promesse n’est notée.")]


def _welcome_lines(page: ReportPage) -> list[str]:
    days = [_("Jours : %(days)s.") % {"days": page.days}] if page.days else []
    events = _("Rendez-vous publics : %(count)s.") % {"count": format_number(page.events)}
    access = [f"{label} : {format_number(count)}" for label, count in page.access]
    if page.untold_access:
        count = format_number(page.untold_access)
        access.append(_("accessibilité inconnue : %(count)s") % {"count": count})
    return [*days, events, *access]


def _shown(count: int | None) -> str:
    return HIDDEN if count is None else format_number(count)
