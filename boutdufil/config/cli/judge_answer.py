"""What ``boutdufil judge`` answers: tables, CSV and JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from math import nan
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from boutdufil.engines.judging import Calibration, Disconnected, FileFigure, JurorFigure
from boutdufil.engines.judging.agreement import FileSpread, krippendorff_alpha
from boutdufil.lib.tables import Value, write_csv

RawRank = tuple[str, Fraction, int]  # a file, its score, its rank
FILES = (
    "Dossier",
    "Lectures",
    "Note brute",
    "Rang brut",
    "Note calibrée",
    "Rang calibré",
    "Rangs possibles",
    "Rang additif",
)
SHORT = ("Dossier", "Lu par", "Brute", "Rang", "Calibrée", "Rang", "Entre", "Additif")
JURORS = ("Juré", "Région", "Dossiers", "Sévérité", "Intervalle à 95 %", "Ajustement")
EXPLAINED = (
    "Notes brute et calibrée en pourcentage du barème, chacune avec son rang ; entre : les rangs "
    "que les notes n’excluent pas ; additif : le rang du modèle simple. Sévérité en logits : 0 "
    "pour le juré moyen, plus haut pour plus sévère. Ajustement : 1 comme le modèle l’attend ; "
    "bien au-dessus, le juré contredit les autres."
)


WIDEST = 3


def as_data(answer: Calibration) -> dict[str, Any]:
    """Return the calibration as plain data; raw scores as exact fractions in words."""
    return {
        "linking_share": float(answer.linking_share),
        "may_select": answer.may_select,
        "files": [{**asdict(one), "raw": str(one.raw)} for one in answer.files],
        "jurors": [asdict(one) for one in answer.jurors],
        "criteria": [asdict(one) for one in answer.criteria],
        "panels": [asdict(one) for one in answer.panels],
    }


def as_csv(answer: Calibration) -> bytes:
    """Return the ranks as a file for a spreadsheet."""
    header = (*FILES[:6], "Rang au mieux", "Rang au pire", FILES[7])
    rows: list[Sequence[Value]] = [
        (
            one.file,
            one.readings,
            share(float(one.raw)),
            one.raw_rank,
            share(one.calibrated),
            one.rank,
            one.rank_low,
            one.rank_high,
            one.additive_rank,
        )
        for one in answer.files
    ]
    return write_csv(header, rows)


def show(answer: Calibration, spreads: Sequence[FileSpread], regions: Mapping[str, str]) -> None:
    """Print ranks, severities, where jurors differ, and whether the calibrated rank may select."""
    console = Console()
    print_table(console, "Rangs", SHORT, [file_line(one) for one in answer.files])
    lines = [juror_line(one, regions.get(one.juror, "")) for one in answer.jurors]
    print_table(console, "Sévérité des jurés", JURORS, lines)
    console.print(agreed(spreads))
    console.print(linked(answer))
    console.print(EXPLAINED, style="dim")


def show_parts(answer: Disconnected, raw: Sequence[RawRank], *, as_json: bool) -> None:
    """Say why nothing is calibrated: the groups that no file links; raw ranks stay as they are."""
    if as_json:
        parts = [asdict(one) for one in answer.components]
        ranks = [{"file": file, "raw": str(score), "raw_rank": rank} for file, score, rank in raw]
        told = {"refused": "not connected", "components": parts, "files": ranks}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    lines = [[file, share(float(score)), str(rank)] for file, score, rank in raw]
    print_table(Console(), "Rangs bruts", ("Dossier", "Brute", "Rang"), lines)
    click.echo("Calibration refusée : aucun dossier ne relie ces groupes de jurés.")
    for at, part in enumerate(answer.components, start=1):
        click.echo(f"  groupe {at} : {', '.join(part.jurors)} ({len(part.files)} dossiers)")
    click.echo(
        "Entre deux groupes, on ne peut pas distinguer un jury sévère de dossiers faibles. Faites "
        "lire des dossiers de chaque groupe par un juré d’un autre : un dossier sur cinq."
    )


def agreed(spreads: Sequence[FileSpread]) -> str:
    """Say how far jurors agree, and on which files they differ most; widest first."""
    jurors = sorted({juror for one in spreads for juror in one.scores})
    table = [[float(one.scores.get(juror, nan)) for one in spreads] for juror in jurors]
    alpha = krippendorff_alpha(table)
    told = "inconnu" if alpha is None else f"{alpha:.2f}".replace(".", ",")
    widest = ", ".join(
        f"{one.file} ({share(float(one.spread))} points)" for one in spreads[:WIDEST]
    )
    return f"Accord des jurés (alpha de Krippendorff) : {told}. Écarts les plus grands : {widest}."


def linked(answer: Calibration) -> str:
    """Say how many files link the regions, and what follows."""
    if len(answer.panels) < 2:
        return "Un seul jury : le rang calibré peut départager, si le règlement l’a dit avant."
    told = (
        f"Dossiers lus par deux régions : {answer.linking} sur {len(answer.files)} "
        f"({share(float(answer.linking_share))} %)."
    )
    if answer.may_select:
        return f"{told} Le rang calibré peut départager, si le règlement l’a dit avant."
    return f"{told} Il en faut 20 % : ici, le rang calibré ne peut pas départager."


def file_line(one: FileFigure) -> list[str]:
    """Return one file as a terminal shows it."""
    return [
        one.file,
        str(one.readings),
        share(float(one.raw)),
        str(one.raw_rank),
        share(one.calibrated),
        str(one.rank),
        f"{one.rank_low} à {one.rank_high}",
        str(one.additive_rank),
    ]


def juror_line(one: JurorFigure, region: str) -> list[str]:
    """Return one juror as a terminal shows it."""
    between = f"{signed(one.low)} à {signed(one.high)}"
    fit = f"{one.fit:.2f}".replace(".", ",")
    return [one.juror, region, str(one.readings), signed(one.severity), between, fit]


def share(value: float) -> str:
    """Return a share of the rubric in percent, one decimal."""
    return f"{100 * value:.1f}".replace(".", ",")


def signed(value: float) -> str:
    """Return a number of logits with its sign."""
    return f"{value:+.2f}".replace(".", ",").replace("-", "−")


def print_table(
    console: Console, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Print a table."""
    table = Table(*header, title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for cells in rows:
        table.add_row(*cells)
    console.print(table)
