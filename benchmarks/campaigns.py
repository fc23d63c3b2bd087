"""Campaigns: registrations, a day of short meetings and a tour, beside what is done without them.

Questions: how many visitors can register in a second beside pretix, and does anybody get a seat
that is not there? How long does a plan of a job dating day take, how long that of a tour through
sixty towns, and how far is each at most from the best?

    boutdufil bench campaigns --json
"""

import argparse
import json

from benchmarks.job_dating import PEER_SECONDS, job_dating_figures
from benchmarks.registrations import SECONDS, registration_figures
from benchmarks.tour import tour_figures

NEEDS_PEERS = False
NEEDS_DATABASE = True
NEEDS_DURABILITY = True
Figures = dict[str, object]


WATCHED = (
    "registrations_per_s",
    "cpu_ms_each",
    "oversold",
    "tour_60_cities_s",
    "tour_60_gap",
    "jobdating_s",
    "jobdating_gap",
)


def run(options: argparse.Namespace) -> Figures:
    """Measure what is asked for; what is watched comes first."""
    figures: Figures = {}
    if options.only != "registrations":
        figures |= job_dating_figures(peer_seconds=options.peer_seconds)
        figures |= tour_figures(peer_seconds=options.peer_seconds)
    if options.only != "engines":
        # Last: it takes the settings of a server for this process.
        figures |= registration_figures(
            seconds=options.seconds, beside_pretix=not options.without_pretix
        )
    return {name: figures[name] for name in WATCHED if name in figures} | figures


def as_table(figures: Figures) -> str:
    return "\n".join(f"{name:36} {value}" for name, value in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="boutdufil bench campaigns", description=__doc__)
    parser.add_argument("--peer-seconds", type=float, default=PEER_SECONDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="a turn of registrations")
    parser.add_argument("--only", choices=("registrations", "engines"), help="leave the rest out")
    parser.add_argument("--without-pretix", action="store_true", help="no peer for registrations")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    options = parser.parse_args()
    figures = run(options)
    print(json.dumps(figures, indent=2) if options.json else as_table(figures))


if __name__ == "__main__":
    main()
