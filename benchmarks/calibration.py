"""Calibration beside the fastest libraries: the same margins, met to 1e-9, by processor time.

273,000 people on 60 margins (six variables of ten categories) and a million on 200 (eight of 25),
raked by ours and by `svy` (Rust) and `leafblower` (C++) one after the other in one run, each from
its own natural table of whole-number categories; the weights of CALMAR, where they are at hand.

    boutdufil bench calibration --json
"""

import argparse
import csv
import json
import os
import resource
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import leafblower
import numpy as np
import polars
import svy
from numpy.typing import NDArray

from benchmarks.calibration_bootstrap import bootstrap_figures
from boutdufil.engines.calibration import Bounds, Margins, Method, calibrate, scaled_to

NEEDS_PEERS = True
SEED = 1
SIZES = {"273k": (273_000, 6, 10), "1m": (1_000_000, 8, 25)}
MET = 1e-9
ROOT = Path(__file__).resolve().parents[1]
CALMAR = (
    Path(os.environ.get("BOUTDUFIL_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    / "barometer"
    / "icarus_calmar"
)
POPULATION = 50_000.0
# Figures and what they may be at most.
LIMITS = {
    "calmar_max_relative_error": 1e-8,
    "cpu_ratio_to_best_peer_273k": 1 / 8,
    "cpu_ratio_to_best_peer_1m": 1 / 8,
    "largest_gap_273k": MET,
    "largest_gap_1m": MET,
}
Floats = NDArray[np.float64]
Columns = Mapping[str, NDArray[np.int64]]
Totals = Mapping[str, Mapping[str, float]]
Figures = dict[str, object]


def made_sample(units: int, variables: int, categories: int) -> tuple[Floats, Columns, Totals]:
    """Return weights, codes and totals that some weights meet."""
    rng = np.random.default_rng(SEED)
    weights = rng.uniform(5, 15, units)
    truth = weights * rng.uniform(0.8, 1.2, units)
    columns = {f"v{at}": rng.integers(0, categories, units) for at in range(variables)}
    totals = {
        name: {
            str(key): float(total)
            for key, total in enumerate(np.bincount(codes, truth, categories))
        }
        for name, codes in columns.items()
    }
    return weights, columns, totals


def by_ours(weights: Floats, columns: Columns, totals: Totals) -> Floats:
    """Rake with our engine."""
    return calibrate(weights, columns, Margins(totals), method=Method.RAKING).weights


def by_svy(weights: Floats, columns: Columns, totals: Totals) -> Floats:
    """Rake with svy; levels are whole numbers there too."""
    table = polars.DataFrame({**columns, "w": weights})
    controls = {
        name: {int(key): total for key, total in own.items()} for name, own in totals.items()
    }
    sample = svy.Sample(table, svy.Design(wgt="w"))
    raked = sample.weighting.rake(controls=controls, tol=MET, max_iter=1_000)
    return np.asarray(raked.data["rk_wgt"].to_numpy(), dtype=np.float64)


def by_leafblower(weights: Floats, columns: Columns, totals: Totals) -> Floats:
    """Rake with leafblower, which takes shares and gives weights of mean 1."""
    whole = sum(next(iter(totals.values())).values())
    shares = {
        name: {key: total / whole for key, total in own.items()} for name, own in totals.items()
    }
    told = {name: codes.astype(np.str_) for name, codes in columns.items()}
    found = leafblower.harvest(
        told,
        shares,
        method="raking",
        start_weights=weights / weights.mean(),
        max_weight=1e6,
        max_iterations=1_000,
        attach_weights=False,
        convergence={"absolute": MET / 10},
    )
    return scaled_to(np.asarray(found["weights"], dtype=np.float64), whole)


WAYS: Mapping[str, Callable[[Floats, Columns, Totals], Floats]] = {
    "ours": by_ours,
    "svy": by_svy,
    "leafblower": by_leafblower,
}


def gap_of(weights: Floats, columns: Columns, totals: Totals) -> float:
    """Return the largest relative distance of a total from its margin."""
    worst = 0.0
    for name, own in totals.items():
        held = np.bincount(columns[name], weights, len(own))
        known = np.asarray(list(own.values()))
        worst = max(worst, float(np.max(np.abs(held / known - 1))))
    return worst


def beside_peers(name: str, *, rounds: int) -> Figures:
    """Time everybody on one sample, the fastest of some rounds; a peer that fails is told."""
    weights, columns, totals = made_sample(*SIZES[name])
    figures: Figures = {}
    spent: dict[str, float] = {}
    for _round in range(rounds):
        for who, way in WAYS.items():
            clock = time.process_time()
            try:
                found = way(weights, columns, totals)
            except Exception as error:
                # A peer may fail as it likes: that is a figure too.
                figures[f"{who}_failed_{name}"] = repr(error)[:200]
                continue
            seconds = time.process_time() - clock
            spent[who] = min(seconds, spent.get(who, np.inf))
            label = f"largest_gap_{name}" if who == "ours" else f"{who}_largest_gap_{name}"
            figures[label] = gap_of(found, columns, totals)
    figures[f"cpu_s_{name}"] = round(spent["ours"], 4)
    peers = {who: seconds for who, seconds in spent.items() if who != "ours"}
    figures |= {f"{who}_cpu_s_{name}": round(seconds, 3) for who, seconds in peers.items()}
    if peers:
        ratio = spent["ours"] / min(peers.values())
        figures[f"cpu_ratio_to_best_peer_{name}"] = round(ratio, 4)
    return figures


def calmar_error() -> float | None:
    """Return the largest relative distance from the weights of CALMAR; None without its files."""
    if not CALMAR.is_dir():
        return None
    return max(
        _set_error(responding=responding, number=number, method=method)
        for responding in (False, True)
        for number in (1, 2)
        for method in (Method.LINEAR, Method.RAKING, Method.LOGIT)
    )


def _set_error(*, responding: bool, number: int, method: Method) -> float:
    sample = [
        one
        for one in _lines("dataPop_sample1000.csv")
        if not responding or one["responding"] == "1"
    ]
    margins = _margins(number)
    columns = {name: [one[name] for one in sample] for name in margins.categories}
    columns |= {name: [float(one[name]) for one in sample] for name in margins.numbers}
    weights = np.asarray([float(one["weight"]) for one in sample])
    bounds = Bounds(0.1, 2.0) if responding else Bounds(0.2, 1.3)
    got = calibrate(
        scaled_to(weights, POPULATION) if responding else weights,
        columns,
        margins,
        method=method,
        bounds=bounds if method is Method.LOGIT else None,
    )
    short = {Method.LINEAR: "lin", Method.RAKING: "raking", Method.LOGIT: "logit"}[method]
    name = f"weight_cal_{short}{'_2' if number == 2 else ''}"
    told = _lines("poptest_calmar_nr.csv" if responding else "poptest_calmar.csv")
    theirs = np.asarray([float(one[name]) for one in told])
    return float(np.max(np.abs(got.weights / theirs - 1)))


def _margins(number: int) -> Margins:
    categories: dict[str, dict[str, float]] = {}
    numbers: dict[str, float] = {}
    for line in _lines(f"table_margins_{number}.csv"):
        count = int(line["n"])
        if count:
            own = {str(at + 1): float(line[f"mar{at + 1}"]) for at in range(count)}
            categories[line["var"]] = own
        else:
            numbers[line["var"]] = float(line["mar1"])
    shares = number == 2
    return Margins(categories, numbers, POPULATION if shares else None, as_shares=shares)


def _lines(name: str) -> list[dict[str, str]]:
    with (CALMAR / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run(*, rounds: int) -> Figures:
    """Measure everything; what is watched comes first."""
    figures: Figures = {"calmar_max_relative_error": calmar_error()}
    figures |= beside_peers("273k", rounds=rounds)
    figures |= beside_peers("1m", rounds=1)
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures | bootstrap_figures()


def main() -> None:
    """Print the figures, and which miss their limit."""
    parser = argparse.ArgumentParser(prog="boutdufil bench calibration", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="of which the fastest counts")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    options = parser.parse_args()
    figures = run(rounds=options.rounds)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    for name, value in figures.items():
        limit = LIMITS.get(name)
        print(f"{name:<34} {value}{f'  (at most {limit})' if limit is not None else ''}")


if __name__ == "__main__":
    main()
