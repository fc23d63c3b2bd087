"""Contests: answers of a quiz day, the files of a jury, and how near calibrated ranks come.

Questions: how many answers does the site keep in a second, and does it lose one it acknowledged?
How long does it take to say which juror reads which file, and how near does a calibrated ranking
come to the truth where regional juries differ?

    boutdufil bench contests --json
    boutdufil bench contests --only minutes --minutes 20 --json
"""

import argparse
import json

from benchmarks.contests_judging import judging_figures
from benchmarks.quiz_day import CANDIDATES, SECONDS, quiz_figures
from benchmarks.quiz_minutes import MINUTES, paced_figures

NEEDS_PEERS = False
NEEDS_DATABASE = True
NEEDS_DURABILITY = True
Figures = dict[str, object]

WATCHED = (
    "answers_per_s",
    "answers_p95_ms",
    "answers_lost",
    "cpu_ms_each",
    "jury_assignment_s",
    "spearman_linked",
    "spearman_raw",
)


def run(options: argparse.Namespace) -> Figures:
    """Measure what is asked for; what is watched comes first."""
    if options.only == "minutes":
        return paced_figures(minutes=options.minutes, candidates=options.candidates)
    figures: Figures = {}
    if options.only != "quiz":
        figures |= judging_figures(beside_raschpy=options.beside_raschpy)
    if options.only != "judging":
        # Last: it takes the settings of a server for this process.
        figures |= quiz_figures(seconds=options.seconds, candidates=options.candidates)
    return {name: figures[name] for name in WATCHED if name in figures} | figures


def as_table(figures: Figures) -> str:
    return "\n".join(f"{name:36} {value}" for name, value in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="boutdufil bench contests", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long answers are given")
    parser.add_argument("--candidates", type=int, default=CANDIDATES, help="who begins together")
    parser.add_argument(
        "--only",
        choices=("quiz", "judging", "minutes"),
        help="leave the rest out; minutes: everybody at their own pace",
    )
    parser.add_argument("--minutes", type=float, default=MINUTES, help="how long, at their pace")
    parser.add_argument("--beside-raschpy", action="store_true", help="its estimates beside ours")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    options = parser.parse_args()
    figures = run(options)
    print(json.dumps(figures, indent=1) if options.json else as_table(figures))


if __name__ == "__main__":
    main()
