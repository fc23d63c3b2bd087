"""``boutdufil judge``: how strict each juror of a contest was, from one file of scores."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

import click

from boutdufil.config.cli import judge_answer as words
from boutdufil.engines.judging import (
    Criterion,
    Disconnected,
    Fault,
    JudgingError,
    Rating,
    calibrate,
    raw_ranking,
)
from boutdufil.engines.judging.agreement import file_spreads
from boutdufil.lib.tables import Row, TableError, match_columns, read_table

NOT_CONNECTED = 1
WRONG_FILE = 2
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
COLUMNS = {
    "juror": ("Juré", "Jurée", "Juge", "Rater"),
    "file": ("Dossier", "Candidat", "Candidature"),
    "criterion": ("Critère",),
    "score": ("Note", "Niveau"),
    "region": ("Région", "Jury", "Panel"),
}
NEEDED = ("juror", "file", "score")
ONE_CRITERION = "note"
FAULTS = {
    Fault.CONFOUNDED: "des jurés n’ont jamais noté les mêmes critères : rien ne dit si le juré est "
    "sévère ou le critère difficile",
    Fault.SCALE: "une note dépasse --highest",
    Fault.UNKNOWN: "ce critère n’est pas dans le fichier",
    Fault.RULE: "--highest et les poids sont plus grands que zéro",
}


@dataclass(frozen=True)
class Scores:
    """What a file says: ratings, and the region of each juror where one is told."""

    ratings: tuple[Rating, ...]
    regions: Mapping[str, str]


class FileError(ValueError):
    """A file that cannot be used: every line that is wrong, in words."""

    def __init__(self, findings: Iterable[str]) -> None:
        super().__init__()
        self.findings = tuple(findings)


@click.command("judge")
@click.argument("scores", type=FILE)
@click.option("--highest", type=int, help="Highest level of the scale; else the highest given.")
@click.option("--weight", multiple=True, metavar="CRITERION=N", help="What a criterion is worth.")
@click.option("--out", type=NEW_FILE, help="Write the ranks there, as CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def judge_command(scores: Path, **options: Any) -> None:
    """Tell how strict each juror was, and the ranks of SCORES with that taken out.

    SCORES is CSV or XLSX, one line a score; accents and case of the headings do not matter.

    \b
    juror (or Juré)        a name or a number
    file (or Dossier)      what was read
    score (or Note)        a whole number, 0 the lowest
    if there are several:  criterion (or Critère), region (or Région) of the juror

    Raw rank: the mean of each file's scores, exact. Calibrated rank: by the many-facet Rasch model,
    what the mean juror would have given; with the ranks that cannot be excluded. The plain additive
    model stands beside. Which rank selects is for the rules of the contest to say beforehand; the
    calibrated one may only where regions share a fifth of the files.

    Where no file links two groups of jurors nothing can tell a strict jury from weak files: the
    answer names the groups, tells the raw ranks, and ends with status 1. A file that cannot be used
    ends with status 2, every line named. Nothing is stored.

    \b
    boutdufil judge scores.csv --highest 6
    boutdufil judge scores.csv --weight Oral=2 --out ranks.csv
    """
    try:
        read = read_scores(scores)
        rubric = rubric_of(read.ratings, options["highest"], options["weight"])
        answer = calibrate(read.ratings, rubric, panels=read.regions)
    except FileError as error:
        refuse(*error.findings)
    except JudgingError as error:
        about = ", ".join(str(one) for one in error.about)
        refuse(f"{FAULTS.get(error.fault, error.fault)}{f' : {about}' if about else ''}.")
    if isinstance(answer, Disconnected):
        raw = raw_ranking(read.ratings, rubric)
        words.show_parts(answer, raw, as_json=options["as_json"])
        sys.exit(NOT_CONNECTED)
    if options["out"] is not None:
        options["out"].write_bytes(words.as_csv(answer))
    if options["as_json"]:
        click.echo(json.dumps(words.as_data(answer), ensure_ascii=False, indent=2))
    else:
        words.show(answer, file_spreads(read.ratings, rubric), read.regions)


def read_scores(path: Path) -> Scores:
    """Read a file of scores. Raises FileError."""
    try:
        table = read_table(path.read_bytes(), filename=path.name)
    except TableError as error:
        where = f", ligne {error.line}" if error.line else ""
        raise FileError(
            [f"{path.name}{where} : ce n’est pas un tableau CSV (UTF-8) ou XLSX ({error.reason})."]
        ) from None
    at = match_columns(table.header, COLUMNS)
    missing = [name for name in NEEDED if name not in at]
    if missing:
        header = ", ".join(name for name in table.header if name)
        raise FileError(
            f"{path.name} : il manque la colonne « {name} » (l’en-tête dit : {header})."
            for name in missing
        )
    return scores_of(path, table.rows, at)


def scores_of(path: Path, rows: Iterable[Row], at: Mapping[str, int]) -> Scores:
    """Return the ratings of the rows, or every line that is wrong. Raises FileError."""
    ratings: dict[tuple[str, str, str], Rating] = {}
    regions: dict[str, str] = {}
    wrong: list[str] = []
    for row in rows:
        cells = {name: row.cells[place].strip() for name, place in at.items()}
        rating = rating_of(cells)
        key = (cells["juror"], cells["file"], cells.get("criterion", ""))
        region = cells.get("region", "")
        if rating is None:
            wrong.append(
                f"{path.name}, ligne {row.line} : juré, dossier et note entière, 0 ou plus."
            )
        elif key in ratings:
            wrong.append(f"{path.name}, ligne {row.line} : cette note est déjà donnée plus haut.")
        elif regions.setdefault(rating.juror, region) != region:
            wrong.append(f"{path.name}, ligne {row.line} : « {rating.juror} » a deux régions.")
        else:
            ratings[key] = rating
    if wrong:
        raise FileError(wrong)
    return Scores(tuple(ratings.values()), regions)


def rating_of(cells: Mapping[str, str]) -> Rating | None:
    """Return the rating of one line, or None where something is missing or no whole number."""
    score = cells["score"]
    if not (cells["juror"] and cells["file"] and score.isascii() and score.isdigit()):
        return None
    criterion = cells.get("criterion") or ONE_CRITERION
    return Rating(cells["juror"], cells["file"], criterion, int(score))


def rubric_of(
    ratings: Iterable[Rating], highest: int | None, weights: Iterable[str]
) -> tuple[Criterion, ...]:
    """Return the criteria with their scale and weights. Raises FileError."""
    told = dict(weight_of(word) for word in weights)
    given = list(ratings)
    names = sorted({one.criterion for one in given})
    strangers = [name for name in told if name not in names]
    if strangers:
        known = ", ".join(names)
        raise FileError(
            f"« {name} » n’est pas un critère du fichier ({known})." for name in strangers
        )
    top = highest if highest is not None else max(1, *(one.score for one in given), 1)
    return tuple(Criterion(name, top, told.get(name, Fraction(1))) for name in names)


def weight_of(word: str) -> tuple[str, Fraction]:
    """Return criterion and weight of "Oral=2". Raises FileError."""
    name, _, weight = word.rpartition("=")
    try:
        value = Fraction(weight.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if not name or value <= 0:
        raise FileError([f"« {word} » : écrivez CRITÈRE=POIDS, par exemple Oral=2."])
    return name, value


def refuse(*findings: str) -> NoReturn:
    """End with everything that is wrong."""
    for finding in findings:
        click.echo(f"boutdufil judge: {finding}", err=True)
    sys.exit(WRONG_FILE)
