"""A wave as tables a statistician reads in R: one line a centre, one line a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from boutdufil.rooms.barometer.rules.questionnaires import Form

Cell = str | int | float | None
ORIGIN = "_origin"
CODEBOOK_HEADER = ("column", "label", "definition", "kind", "unit", "options")
DESIGN: tuple[tuple[str, ...], ...] = (
    ("id", "Numéro de l’unité", "Tiré au hasard à chaque fichier.", "number", "", ""),
    ("stratum", "Strate du tirage", "", "choice", "", ""),
    ("population", "Unités de la strate", "", "count", "unités", ""),
    ("sample", "Unités tirées dans la strate", "", "count", "unités", ""),
    ("weight", "Poids de l’unité", "Le LISEZMOI dit lequel.", "amount", "unités", ""),
)

SURVEY_R = """# The wave with its design; needs the package "survey" of CRAN.
library(survey)
options(survey.lonely.psu = "adjust")
data <- read.csv("data.csv", sep = ";", dec = ",", fileEncoding = "UTF-8-BOM",
                 na.strings = "", stringsAsFactors = FALSE)
codebook <- read.csv("codebook.csv", sep = ";", fileEncoding = "UTF-8-BOM",
                     na.strings = "", stringsAsFactors = FALSE)
design <- svydesign(ids = ~1, strata = ~stratum, fpc = ~population,
                    weights = ~weight, data = data)
summary(design)
# For instance: svytotal(~heads_end, design, na.rm = TRUE)
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """A centre that answered: its stratum with sizes in units, its weight, its answers.

    ``values`` and ``origins`` go by code; a question that was not reached is in neither.
    """

    stratum: str
    population: int
    sample: int
    weight: float
    values: Mapping[str, object]
    origins: Mapping[str, str]


def header(form: Form) -> tuple[str, ...]:
    """Return the columns of the data, in the order of the questionnaire."""
    codes = [one.code for group in form.groups for one in group.questions]
    answers = [name for code in codes for name in (code, code + ORIGIN)]
    return (*(one[0] for one in DESIGN), *answers)


def lines(form: Form, rows: Sequence[Answered]) -> Iterator[tuple[Cell, ...]]:
    """Give one line a centre; "unknown" and "not asked" are empty, only the first has an origin."""
    codes = [one.code for group in form.groups for one in group.questions]
    for number, row in enumerate(rows, start=1):
        design = (number, row.stratum, row.population, row.sample, row.weight)
        answers = (
            cell for code in codes for cell in (_cell(row.values.get(code)), row.origins.get(code))
        )
        yield (*design, *answers)


def codebook(form: Form, origins: Sequence[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """Give one line a column of the data, in the same order; texts are French."""
    yield from DESIGN
    for group in form.groups:
        for one in group.questions:
            options = " | ".join(f"{option.key}={option.label.fr}" for option in one.options)
            texts = (one.label.fr, one.definition.fr, one.kind, one.unit.fr, options)
            yield (one.code, *texts)
            flags = " | ".join(f"{key}={label}" for key, label in origins)
            yield (one.code + ORIGIN, f"Origine de {one.code}", "", "choice", "", flags)


def _cell(value: object) -> Cell:
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    return str(value)
