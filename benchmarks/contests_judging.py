"""Juries: who reads what, and whether calibration finds the truth that was put in.

Regions truly differ (0.6 logits), jurors more (0.8), each file is read by three of its own region,
and a share of the files has one juror of another one, as the assignment plans it. Raw means and
scores standardised per juror (z) stand beside, and raschpy in the environment of the peers.

    boutdufil bench contests_judging
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

import numpy as np
from scipy.stats import spearmanr

from benchmarks.contests_panels import (
    SEED,
    JudgedWorld,
    PanelWorld,
    Scoring,
    Size,
    judged,
    panel_world,
)
from boutdufil.engines.judging import (
    Assignment,
    Calibration,
    Demand,
    Disconnected,
    Rating,
    assign,
    calibrate,
)

NEEDS_PEERS = False
REPLICATES = 20
SHARES = (Fraction(1, 20), Fraction(1, 10), Fraction(1, 5), Fraction(1, 2))
# Eight regions of three jurors: 200 files, and one juror in each region for each reading.
JURIES = Size(files=200, jurors=24, regions=8, conflicts=0.0)
LIMITS = {"jury_assignment_s": 0.2, "spearman_linked": 0.95, "spearman_over_raw": 0.03}
INSIDE = (0.93, 0.97)  # what intervals said to hold 95 times in 100 have to hold
Figures = dict[str, object]
Answer = TypeVar("Answer")


def judging_figures(
    *,
    replicates: int = REPLICATES,
    shares: Sequence[Fraction] = SHARES,
    beside_raschpy: bool = True,
) -> Figures:
    """Measure assignment and calibration; what is watched comes first."""
    figures = assignment_figures() | recovery_figures(replicates, shares)
    return figures | (raschpy_figures() if beside_raschpy else {})


def assignment_figures() -> Figures:
    """Time 150 files, 45 jurors, three readings, a fifth linking; greed beside it."""
    world = panel_world()
    spent, processor = [], []
    for _ in range(5):
        clock, cpu = time.perf_counter(), time.process_time()
        plan = assign(world.files, world.jurors, world.conflicts)
        spent.append(time.perf_counter() - clock)
        processor.append(time.process_time() - cpu)
    if not isinstance(plan, Assignment):
        raise TypeError(plan)
    return {
        "jury_assignment_s": round(statistics.median(spent), 3),
        "jury_assignment_cpu_s": round(statistics.median(processor), 3),
        "jury_assignment_large_s": large_assignment_s(),
        "jury_linking_files": len(plan.linking),
        "greedy_empty_seats": greedy_empty_seats(world),
    }


def large_assignment_s() -> float:
    """Time 1,500 files and 450 jurors of ten regions, once."""
    world = panel_world(Size(files=1500, jurors=450, regions=10))
    clock = time.perf_counter()
    plan = assign(world.files, world.jurors, world.conflicts)
    if not isinstance(plan, Assignment):
        raise TypeError(plan)
    return round(time.perf_counter() - clock, 3)


def greedy_empty_seats(world: PanelWorld, reviews: int = 3) -> int:
    """Count the readings left over when each file takes the least busy jurors of its region."""
    load = dict.fromkeys((one.id for one in world.jurors), 0)
    barred, empty = set(world.conflicts), 0
    for file in world.files:
        able = [
            one
            for one in world.jurors
            if one.region == file.region and (file.id, one.id) not in barred
            if one.most is None or load[one.id] < one.most
        ]
        for juror in sorted(able, key=lambda one: (load[one.id], one.id))[:reviews]:
            load[juror.id] += 1
        empty += max(0, reviews - len(able))
    return empty


def recovery_figures(replicates: int, shares: Sequence[Fraction] = SHARES) -> Figures:
    """Tell how well each way ranks the files, on average over invented juries."""
    figures: Figures = {}
    by_share = {
        share: [recovered(share, SEED + at) for at in range(replicates)] for share in shares
    }
    for share, found in by_share.items():
        end = "" if share == Fraction(1, 5) else f"_{round(100 * share)}_percent"
        for name in found[0]:
            mean = statistics.fmean(one[name] for one in found)
            figures[f"{name}{end}"] = round(mean, 4)
    nested = nested_jury(SEED)
    figures["nested_panels_refused"] = isinstance(calibrate(nested.ratings), Disconnected)
    return figures


def recovered(share: Fraction, seed: int) -> dict[str, float]:
    """Return how one jury's ranks and intervals stand to the truth."""
    made = jury(share, seed)
    found = calibrate(made.ratings, panels=made.panels)
    if not isinstance(found, Calibration):
        raise TypeError(found)
    truth = [made.ability[one.file] for one in found.files]
    z = z_scores(made.ratings)
    mean = statistics.fmean(made.severity.values())
    inside = [one.low <= made.severity[one.juror] - mean <= one.high for one in found.jurors]
    order = np.argsort(np.argsort(-np.asarray(truth))) + 1
    ranked = [
        one.rank_low <= at <= one.rank_high for one, at in zip(found.files, order, strict=True)
    ]
    return {
        "spearman_linked": like([one.ability for one in found.files], truth),
        "spearman_additive": like([one.additive for one in found.files], truth),
        "spearman_raw": like([float(one.raw) for one in found.files], truth),
        "spearman_z": like([z[one.file] for one in found.files], truth),
        "severity_inside": statistics.fmean(inside),
        "rank_inside": statistics.fmean(ranked),
    }


def jury(share: Fraction, seed: int) -> JudgedWorld:
    """Plan a jury with that share of linking files, and let it score."""
    world = panel_world(JURIES, seed=seed, load=25)
    plan = assign(world.files, world.jurors, demand=Demand(3, share))
    if not isinstance(plan, Assignment):
        raise TypeError(plan)
    readings = [(one.file, one.juror) for one in plan.readings]
    return judged(world, readings, Scoring(), seed=seed)


def nested_jury(seed: int) -> JudgedWorld:
    """Let every region be read by its own jurors alone."""
    world = panel_world(JURIES, seed=seed, load=25)
    home = [(f.id, j.id) for f in world.files for j in world.jurors if f.region == j.region]
    return judged(world, home, Scoring(), seed=seed)


def z_scores(ratings: Sequence[Rating]) -> dict[str, float]:
    """Return the mean of each file's scores, less the juror's mean, over their deviation."""
    totals: dict[tuple[str, str], int] = {}
    for one in ratings:
        key = (one.juror, one.file)
        totals[key] = totals.get(key, 0) + one.score
    by_juror: dict[str, list[int]] = {}
    for (juror, _), total in totals.items():
        by_juror.setdefault(juror, []).append(total)
    by_file: dict[str, list[float]] = {}
    for (juror, file), total in totals.items():
        own = by_juror[juror]
        deviation = statistics.pstdev(own) or 1.0
        by_file.setdefault(file, []).append((total - statistics.fmean(own)) / deviation)
    return {file: statistics.fmean(scores) for file, scores in by_file.items()}


def like(values: Sequence[float], truth: Sequence[float]) -> float:
    return float(spearmanr(values, truth).statistic)


def raschpy_figures() -> Figures:
    """Let raschpy estimate the first jury, in the environment of the peers, and ours beside it."""
    from boutdufil.config.cli.bench import provide_environment  # noqa: PLC0415 - not a peer's

    command = [provide_environment(), "-m", "benchmarks.contests_raschpy", "--jury"]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    theirs = json.loads(answer.stdout)
    made = jury(Fraction(1, 5), SEED)
    found, spent = timed(lambda: calibrate(made.ratings, panels=made.panels))
    if not isinstance(found, Calibration):
        raise TypeError(found)
    files = [one.file for one in found.files]
    truth = [made.ability[file] for file in files]
    return {
        "calibration_cpu_s": spent,
        "raschpy_cpu_s": theirs["cpu_s"],
        "raschpy_spearman": round(like([theirs["abilities"][file] for file in files], truth), 4),
        "raschpy_ours": round(like([one.ability for one in found.files], truth), 4),
        "raschpy_agrees": round(
            like(
                [one.ability for one in found.files], [theirs["abilities"][file] for file in files]
            ),
            4,
        ),
    }


def timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    """Return the answer and its seconds of processor."""
    started = time.process_time()
    answer = work()
    return answer, round(time.process_time() - started, 3)


def missed(figures: Figures) -> list[str]:
    """Return the limits that were not kept."""
    linked, raw = float(str(figures["spearman_linked"])), float(str(figures["spearman_raw"]))
    inside = float(str(figures["severity_inside"]))
    kept = {
        "jury_assignment_s": float(str(figures["jury_assignment_s"]))
        <= LIMITS["jury_assignment_s"],
        "spearman_linked": linked >= LIMITS["spearman_linked"],
        "spearman_over_raw": linked - raw >= LIMITS["spearman_over_raw"],
        "severity_inside": INSIDE[0] <= inside <= INSIDE[1],
        "nested_panels_refused": figures["nested_panels_refused"] is True,
    }
    return [name for name, is_kept in kept.items() if not is_kept]


def main() -> None:
    """Print the figures as JSON; end with 1 where a limit is not kept."""
    figures = judging_figures(beside_raschpy="--alone" not in sys.argv)
    json.dump(figures, sys.stdout, indent=1)
    sys.stdout.write("\n")
    for name in missed(figures):
        sys.exit(f"not kept: {name}")


if __name__ == "__main__":
    main()
