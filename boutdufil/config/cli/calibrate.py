"""``boutdufil calibrate``: weights of a sample that meet known totals, from two files."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click
import numpy as np

from boutdufil.config.cli.calibrate_files import (
    FileError,
    Sample,
    read_margin_file,
    read_sample,
)
from boutdufil.engines.calibration import (
    Bounds,
    Calibrated,
    CalibrationError,
    Finding,
    Margins,
    Merge,
    Method,
    Problem,
    adjust_for_response,
    calibrate,
    trim,
)
from boutdufil.lib.tables import write_csv

FEW = 3
NOT_MET = 1
WRONG_FILE = 2
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
WORDS: Mapping[Problem, str] = {
    Problem.NO_MARGIN: "le fichier des marges n’en donne aucune",
    Problem.NO_COLUMN: "l’échantillon n’a pas cette colonne",
    Problem.SHAPE: "une colonne n’a pas autant de lignes que l’échantillon",
    Problem.WEIGHT: "un poids est négatif ou n’est pas un nombre",
    Problem.NOT_A_NUMBER: "une valeur manque ou n’est pas un nombre",
    Problem.TOTAL: "un total est négatif ou n’est pas un nombre",
    Problem.UNKNOWN_CATEGORY: "l’échantillon a une modalité que la marge n’a pas",
    Problem.EMPTY_CATEGORY: "personne de l’échantillon n’est dans cette modalité : regroupez-la",
    Problem.UNREACHABLE: "un total de zéro, et des unités y sont : aucun poids positif n’y mène",
    Problem.TOTALS_DISAGREE: "ces marges ne sont pas celles de la même population",
    Problem.BOUNDS: "les bornes doivent encadrer 1, comme --low 0.5 --high 2",
    Problem.NO_BOUNDS: "cette méthode n’a pas de bornes : --method logit, ou truncated",
    Problem.IMPOSSIBLE: "aucun poids, dans ces bornes, n’atteint ce total : élargissez-les",
    Problem.UNMET: "pas atteinte : essayez une autre méthode ou des bornes plus larges",
}
FACTS = {"total": "total", "nearest": "au plus près", "reached": "atteint", "row": "ligne"}


@click.command("calibrate")
@click.argument("sample", type=FILE)
@click.argument("margins", type=FILE)
@click.option("--out", type=NEW_FILE, help="Write the sample with its new weights there, as CSV.")
@click.option(
    "--method",
    type=click.Choice([one.value for one in Method]),
    default=Method.LINEAR.value,
    show_default=True,
)
@click.option("--low", type=float, help="A weight is multiplied by at least this (< 1).")
@click.option("--high", type=float, help="A weight is multiplied by at most this (> 1).")
@click.option("--lowest", type=float, help="No weight below this afterwards; with --highest.")
@click.option("--highest", type=float, help="No weight above this afterwards; with --lowest.")
@click.option("--signed", is_flag=True, help="Numbers of the sample may be below 0.")
@click.option("--json", "as_json", is_flag=True, help="Print what came out as JSON.")
def calibrate_command(sample: Path, margins: Path, **options: Any) -> None:
    """Give SAMPLE weights that meet the totals of MARGINS exactly, as near as can be to its own.

    Both are CSV or XLSX; accents and case of the headings do not matter.

    \b
    SAMPLE   poids (or weight), and one column for each margin
             if some did not answer: répondu (oui/non) and strate (the groups that answer alike)
    MARGINS  marge (the column's name), modalité (empty for a sum of numbers), total

    linear moves weights least (they may fall below 0), raking keeps them positive, logit and
    truncated keep each between --low and --high times its own. --lowest and --highest trim
    afterwards, every margin still met. Deville and Särndal (1992); the weights are those of Insee's
    CALMAR to 1e-8.

    A margin that cannot be met ends with status 1 and its name, a file that cannot be used with
    status 2, every line named. Nothing is stored.

    \b
    boutdufil calibrate sample.csv margins.csv --out weights.csv
    boutdufil calibrate sample.csv margins.csv --method logit --low 0.4 --high 2.5 --json
    """
    out = options["out"]
    if out is not None and not out.parent.is_dir():
        _end([f"{out} : ce dossier n’existe pas."], WRONG_FILE)
    try:
        known = read_margin_file(margins)
        read = read_sample(sample, known, signed=options["signed"])
    except FileError as error:
        _end(error.findings, WRONG_FILE)
    try:
        weights, merges = _answered(read)
        answer = _calibrated(read, weights, known, options)
    except CalibrationError as error:
        _end([_told(one, read) for one in error.findings], NOT_MET)
    if out is not None:
        out.write_bytes(_as_csv(read, answer))
    _show(read, answer, merges, as_json=options["as_json"])


def _answered(read: Sample) -> tuple[Any, tuple[Merge, ...]]:
    """Return the weights with those who did not answer stood for, and groups that were joined."""
    if read.answered is None:
        return read.weights, ()
    adjusted = adjust_for_response(read.weights, read.answered, read.groups)
    return adjusted.weights, adjusted.merges


def _calibrated(
    read: Sample, weights: Any, known: Margins, options: Mapping[str, Any]
) -> Calibrated:
    method = Method(options["method"])
    bounds = None
    if options["low"] is not None or options["high"] is not None:
        bounds = Bounds(_or(options["low"], 0.0), _or(options["high"], 1e6))
    answer = calibrate(weights, read.columns, known, method=method, bounds=bounds)
    limits = options["lowest"], options["highest"]
    if limits == (None, None):
        return answer
    return trim(
        answer.weights,
        read.columns,
        known,
        lowest=_or(limits[0], 1e-6),
        highest=_or(limits[1], float(answer.weights.max()) + 1.0),
    )


def _or(typed: float | None, usual: float) -> float:
    return usual if typed is None else typed


def _told(finding: Finding, read: Sample) -> str:
    place = " = ".join(one for one in (finding.margin, finding.category) if one)
    if finding.problem is Problem.UNKNOWN_CATEGORY:
        place = f"{finding.margin} = {finding.category or 'vide'}, {_where(finding, read)}"
    facts = dict(finding.facts)
    if "row" in facts:
        facts["row"] = read.lines[int(facts["row"]) - 1]
    numbers = ", ".join(f"{FACTS.get(name, name)} {value:.10g}" for name, value in facts.items())
    text = WORDS[finding.problem]
    return f"{place} : {text}{f' ({numbers})' if numbers else ''}." if place else f"{text}."


def _where(finding: Finding, read: Sample) -> str:
    """Return the first lines of the sample that have a category."""
    cells = zip(read.lines, read.columns[finding.margin], strict=True)
    lines = [line for line, cell in cells if cell == finding.category]
    more = "…" if len(lines) > FEW else ""
    return f"ligne {', '.join(str(line) for line in lines[:FEW])}{more}"


def _as_csv(read: Sample, answer: Calibrated) -> bytes:
    header = (*read.header, "poids calé", "facteur")
    rows = [
        (*cells, repr(float(weight)), repr(float(weight / own) if own else 0.0))
        for cells, weight, own in zip(read.rows, answer.weights, read.weights, strict=True)
    ]
    return write_csv(header, rows)


def _show(read: Sample, answer: Calibrated, merges: Iterable[Merge], *, as_json: bool) -> None:
    held = answer.weights[answer.weights != 0]
    figures = {
        "units": len(read.lines),
        "answered": len(held),
        "method": answer.method.value,
        "rounds": answer.rounds,
        "largest_gap": answer.gap,
        "weight_lowest": float(held.min()),
        "weight_mean": float(held.mean()),
        "weight_highest": float(held.max()),
        "negative": int((held < 0).sum()),
        # Kish (1965): how much unequal weights alone add to a variance.
        "design_effect": float(1 + np.var(held) / np.mean(held) ** 2),
        "merged": [{"group": one.group, "into": one.into} for one in merges],
    }
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    click.echo(f"{figures['units']} unités, méthode {figures['method']} : marges atteintes.")
    click.echo(f"Écart relatif le plus grand : {answer.gap:.1e}, en {answer.rounds} tours.")
    low, high = figures["weight_lowest"], figures["weight_highest"]
    click.echo(f"Poids de {low:.4g} à {high:.4g}, moyenne {figures['weight_mean']:.4g}.")
    if figures["negative"]:
        click.echo(f"{figures['negative']} poids négatifs : --method raking les évite.")
    for one in merges:
        click.echo(f"« {one.group} » a trop peu de réponses : joint à « {one.into} ».")


def _end(findings: Iterable[str], status: int) -> NoReturn:
    for one in findings:
        click.echo(one, err=True)
    sys.exit(status)
