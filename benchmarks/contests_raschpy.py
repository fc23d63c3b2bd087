"""Estimate one small jury with raschpy, as recorded for the tests; its estimates for the bench.

raschpy (Apache-2.0) is the only many-facet Rasch model on PyPI. It shares no code and no method
with ours: a composite likelihood over pairs of patterns, where ours is a joint one with a prior.

    boutdufil bench contests_raschpy > tests/engines/judging/raschpy_reference.json
"""

import json
import sys
import time
import warnings
from collections.abc import Collection
from fractions import Fraction
from importlib.metadata import version

from benchmarks.contests_panels import SEED, Scoring, judged, panel_world
from boutdufil.engines.judging import Assignment, Demand, Rating, assign

SMALL_FILES, SMALL_SCORING = 40, Scoring(criteria=4, highest=4)


def small_jury() -> tuple[Rating, ...]:
    """Invent the ratings of 40 files by ten jurors, three each, panels left aside."""
    world = panel_world(load=None)
    few = world.files[:SMALL_FILES]
    readers = world.jurors[:10]
    plan = assign(few, readers, world.conflicts, Demand(linking_share=None))
    if not isinstance(plan, Assignment):
        raise TypeError(plan)
    readings = [(one.file, one.juror) for one in plan.readings]
    return judged(world, readings, SMALL_SCORING).ratings


def raschpy_estimates(ratings: Collection[Rating]) -> tuple[dict[str, float], dict[str, float]]:
    """Return raschpy's abilities of files and severities of jurors, in logits."""
    import pandas as pd  # noqa: PLC0415 - a peer, in an environment of its own
    from raschpy import MFRM  # noqa: PLC0415

    table = pd.DataFrame(rows_of(ratings), columns=["Rater", "Person", "Item", "Score"])
    wide = table.pivot_table(index=["Rater", "Person"], columns="Item", values="Score")
    raters, files = sorted(set(table["Rater"])), sorted(set(table["Person"]))
    grid = pd.MultiIndex.from_product([raters, files], names=["Rater", "Person"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = MFRM(wide.reindex(grid), max_score=int(table["Score"].max()))
        model.calibrate_global()
        model.person_estimates_global()
    return dict(model.persons_global), dict(model.raters_global)


def main() -> None:
    """Print what was asked for as JSON."""
    print_jury() if "--jury" in sys.argv else print_small_jury()


def print_jury() -> None:
    """Print raschpy's estimates of the first jury of the bench, and its seconds of processor."""
    from benchmarks.contests_judging import jury  # noqa: PLC0415 - it asks this module for them

    ratings = jury(Fraction(1, 5), SEED).ratings
    raschpy_estimates(small_jury())  # what it takes to import pandas and itself is not counted
    started = time.process_time()
    abilities, _ = raschpy_estimates(ratings)
    spent = round(time.process_time() - started, 3)
    json.dump({"cpu_s": spent, "abilities": abilities}, sys.stdout)


def print_small_jury() -> None:
    """Print the ratings and raschpy's estimates, as the tests read them."""
    ratings = small_jury()
    abilities, severities = raschpy_estimates(ratings)
    recorded = {
        "source": f"raschpy {version('raschpy')}, model global; numpy {version('numpy')}",
        "seed": SEED,
        "abilities": {name: round(float(value), 6) for name, value in abilities.items()},
        "severities": {name: round(float(value), 6) for name, value in severities.items()},
    }
    text = json.dumps(recorded, indent=1, sort_keys=True)[:-2]
    rows = ",\n".join(f"  {json.dumps(row)}" for row in rows_of(ratings))
    sys.stdout.write(f'{text},\n "ratings": [\n{rows}\n ]\n}}\n')


def rows_of(ratings: Collection[Rating]) -> list[tuple[str, str, str, int]]:
    """Return ratings as plain rows: juror, file, criterion, level."""
    return [(one.juror, one.file, one.criterion, one.score) for one in ratings]


if __name__ == "__main__":
    main()
