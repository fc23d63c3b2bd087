"""Search: the page with eight readers at 100,000 vacancies, the engine's exact top 20 of 1,000,000.

Question: how long does a visitor wait for a page while seven others ask, and what does the exact
answer cost beside the search engine tantivy (BM25, no filters)? Vacancies are made: each asks some
skills of one ROME card and lies in a commune drawn by population (see `made_vacancies.py`).

    boutdufil bench search --json
"""

import argparse
import json
import os
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import tantivy
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.made_vacancies import (
    CHECKOUT,
    SKILLS_EACH,
    Cards,
    Drawn,
    draw,
    read_cards,
    read_towns,
)
from boutdufil.engines.retrieval import Index, Table

NEEDS_DATABASE = True
SEED = 20251122
TOP, QUERIES, COMPARED_EVERY = 20, 60, 6
REFERENCE = Path(os.environ.get("BOUTDUFIL_REFERENCE_DATA", CHECKOUT.parent / "shared" / "data"))
PYTHON = os.environ.get("BOUTDUFIL_PYTHON", str(CHECKOUT / ".venv" / "bin" / "python"))
WATCHED_CARD = "D1408"
# Within reach of most people: 4 % of the vacancies; within a wide filter: half of them.
FILTERS = {"": None, "_within_4_percent": 0.04, "_within_half": 0.5}
Figures = dict[str, object]
Answer = TypeVar("Answer")


def run(rome: Path, options: argparse.Namespace) -> Figures:
    """Measure the pages first, while the machine holds nothing else."""
    pages = {} if options.engine_only else page_figures(rome, options)
    cards = read_cards(rome, counted=False)
    drawn = draw(options.documents, cards, read_towns(), np.random.default_rng(SEED))
    weights = np.random.default_rng(SEED).integers(1, 1000, drawn.asked.size).astype(np.uint16)
    figures = engine_figures(drawn, weights, cards) | tantivy_figures(drawn, cards)
    watched = ("page_ms_p95", "engine_cpu_ms_p95", "tantivy_cpu_ms_p50")
    every = pages | figures
    return {name: every[name] for name in watched if name in every} | every


def page_figures(rome: Path, options: argparse.Namespace) -> Figures:
    """Let the product's own Python serve and read the pages."""
    command = [PYTHON, "-W", "ignore", "-m", "benchmarks.search_pages", "--rome", str(rome)]
    command += ["--vacancies", str(options.vacancies), "--seconds", str(options.seconds)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    figures: Figures = json.loads(told.stdout.splitlines()[-1])
    return figures


def engine_figures(drawn: Drawn, weights: NDArray[np.uint16], cards: Cards) -> Figures:
    """Time the exact top 20, with and without filters; compare each answer with a full scan."""
    count = len(drawn.asked)
    table = Table(
        ids=np.arange(1, count + 1),
        starts=np.arange(0, count * SKILLS_EACH + 1, SKILLS_EACH),
        terms=drawn.asked.ravel(),
        weights=weights,
        vocabulary=cards.skills,
    )
    index, built = timed(lambda: made_index(table))
    scan = Scan(drawn, weights, len(cards.skills))
    figures: Figures = {"documents": count, "terms": len(cards.skills)}
    figures["engine_build_s"] = round(built / 1000, 1)
    equal = True
    for name, share in FILTERS.items():
        within = some_ids(count, share)
        spent, same = answers(index, scan, cards, within)
        figures[f"engine_cpu_ms_p50{name}"] = percentile(spent, 50)
        figures[f"engine_cpu_ms_p95{name}"] = percentile(spent, 95)
        equal = equal and same
    # The figure watched is that of the dearest filter.
    every = [float(str(figures[f"engine_cpu_ms_p95{name}"])) for name in FILTERS]
    unfiltered = {"engine_cpu_ms_p95_unfiltered": every[0]}
    return figures | unfiltered | {"engine_cpu_ms_p95": max(every), "equals_full_scan": equal}


def made_index(table: Table) -> Index:
    """Return an index ready to answer: the first question builds what the others find."""
    index = Index.assemble(table)
    index.top(table.vocabulary[:1], TOP)
    return index


def answers(
    index: Index, scan: "Scan", cards: Cards, within: NDArray[np.int64] | None
) -> tuple[list[float], bool]:
    """Return the milliseconds of every query, and whether the first ones equal the scan's."""
    spent, same = [], True
    for number, held in enumerate(profiles(cards)):
        skills = [cards.skills[at] for at in held]
        hits, ms = timed(partial(index.top, skills, TOP, within=within))
        spent.append(ms)
        if number % COMPARED_EVERY == 0:
            same = same and [(hit.id, hit.score) for hit in hits] == scan.top(held, within)
    return spent, same


def profiles(cards: Cards) -> list[list[int]]:
    """Return what is held: the watched card first and often, then cards at random."""
    chance = np.random.default_rng(SEED)
    watched = cards.asked[cards.codes.index(WATCHED_CARD)].tolist()
    others = [cards.asked[at].tolist() for at in chance.integers(0, len(cards.codes), QUERIES // 2)]
    return [watched] * (QUERIES // 2) + others


def some_ids(count: int, share: float | None) -> NDArray[np.int64] | None:
    """Return a share of the identifiers, ascending; None for all."""
    if share is None:
        return None
    chance = np.random.default_rng(SEED)
    return np.sort(chance.choice(count, int(count * share), replace=False) + 1)


class Scan:
    """The same question by looking at every vacancy, with other code."""

    def __init__(self, drawn: Drawn, weights: NDArray[np.uint16], terms: int) -> None:
        count = len(drawn.asked)
        starts = np.arange(0, count * SKILLS_EACH + 1, SKILLS_EACH)
        parts = (weights.astype(np.int64), drawn.asked.ravel(), starts)
        self._asked = sparse.csr_array(parts, shape=(count, terms))

    def top(self, held: list[int], within: NDArray[np.int64] | None) -> list[tuple[int, int]]:
        """Return the identifiers and scores of the best, ties by identifier."""
        wanted = np.zeros(self._asked.shape[1], dtype=np.int64)
        wanted[held] = 1
        scores = self._asked @ wanted
        rows = np.arange(len(scores)) if within is None else within - 1
        rows = rows[scores[rows] > 0]
        best = rows[np.lexsort((rows, -scores[rows]))][:TOP]
        return [(int(row) + 1, int(scores[row])) for row in best]


def tantivy_figures(drawn: Drawn, cards: Cards) -> Figures:
    """Time tantivy on the same vacancies: BM25 over an OR of what is held, one thread."""
    schema = (
        tantivy.SchemaBuilder()
        .add_text_field("s", tokenizer_name="whitespace", index_option="basic")
        .build()
    )
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    begun = time.process_time()
    for row in drawn.asked.tolist():
        writer.add_document(tantivy.Document(s=" ".join(map(str, row))))
    writer.commit()
    writer.wait_merging_threads()
    built = round(time.process_time() - begun, 1)
    index.reload()
    searcher = index.searcher()
    spent = []
    for held in profiles(cards):
        query = index.parse_query(" ".join(map(str, held)), ["s"])
        spent.append(timed(partial(searcher.search, query, TOP, count=False))[1])
    return {
        "tantivy_cpu_ms_p50": percentile(spent, 50),
        "tantivy_cpu_ms_p95": percentile(spent, 95),
        "tantivy_build_s": built,
        "tantivy": tantivy.__version__,
    }


def timed(act: Callable[[], Answer]) -> tuple[Answer, float]:
    """Return an answer and the processor milliseconds it took."""
    begun = time.process_time()
    answer = act()
    return answer, round((time.process_time() - begun) * 1000, 3)


def percentile(values: list[float], share: int) -> float:
    return round(float(np.percentile(values, share)), 2)


def as_text(figures: Figures) -> str:
    """Lay out the figures for a reader."""
    return "\n".join(f"{name:36} {value}" for name, value in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="boutdufil bench search", description=__doc__)
    parser.add_argument("--rome", type=Path, default=REFERENCE / "rome_v460")
    parser.add_argument("--vacancies", type=int, default=100_000, help="in the database")
    parser.add_argument("--documents", type=int, default=1_000_000, help="in the engine")
    parser.add_argument("--seconds", type=float, default=40, help="how long the readers read")
    parser.add_argument("--engine-only", action="store_true", help="leave the pages out")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    options = parser.parse_args()
    figures = run(options.rome, options)
    print(json.dumps(figures, indent=2) if options.json else as_text(figures))


if __name__ == "__main__":
    main()
