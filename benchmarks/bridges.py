"""Nearness of jobs: the matching engine against its peers on the official ROME mobility links.

Question: from all the skills of a job, who finds the jobs the official list leads to? The engine
answers by its public API and the same ranking as the product shows. Sources are halved by
sha1 of their code: constants are chosen on the development half, the test half only reports.

    boutdufil bench bridges --rome FOLDER --json
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha1
from pathlib import Path

import numpy as np

from benchmarks.metrics import Quality, judge, mean_quality
from benchmarks.peers import Scores, peer_scores, shared_skills
from benchmarks.rome_files import Referential, read_rome
from boutdufil.engines.matching import MatchingIndex, Profile

HALVES = ("dev", "test")
Ranker = Callable[[str], list[str]]
Figures = dict[str, object]


def run(folder: Path) -> Figures:
    """Measure everything once; every figure is a mean over the sources of one half."""
    referential = read_rome(folder)
    index, build_s = build(referential)
    rankers = {"engine": engine_ranker(index, referential), **peer_rankers(referential)}
    judged = {name: judge_all(ranker, referential) for name, ranker in rankers.items()}
    methods = {name: by_half(qualities) for name, qualities in judged.items()}
    return {
        **headline(methods),
        **speed(index, referential),
        "build_cpu_s": round(build_s, 3),
        "cards": len(referential.cards),
        "links": sum(len(targets) for targets in referential.links.values()),
        "sources": {half: sum(half_of(c) == half for c in referential.links) for half in HALVES},
        "without_common_skill": without_common_skill(rankers, referential),
        "methods": methods,
    }


def half_of(code: str) -> str:
    """Return the half of a source, fixed for ever by its code."""
    return HALVES[int(sha1(code.upper().encode()).hexdigest(), 16) % 2]  # noqa: S324 - a split


def build(referential: Referential) -> tuple[MatchingIndex, float]:
    """Build the index; also the seconds of CPU it took."""
    started = time.process_time()
    index = MatchingIndex.build(referential.cards, referential.labels)
    return index, time.process_time() - started


def profiles(referential: Referential) -> dict[str, Profile]:
    """Return a person of each job: all of its skills, and the job as past."""
    return {
        card.code: Profile(frozenset(use.skill for use in card.skills), (card.code,))
        for card in referential.cards
    }


def engine_ranker(index: MatchingIndex, referential: Referential) -> Ranker:
    people = profiles(referential)
    return lambda code: [match.code for match in index.rank(people[code])]


def peer_rankers(referential: Referential) -> dict[str, Ranker]:
    codes = [card.code for card in referential.cards]
    return {name: table_ranker(codes, table) for name, table in peer_scores(referential).items()}


def table_ranker(codes: Sequence[str], table: Scores) -> Ranker:
    """Rank all other cards by a row of a table of scores."""
    at = {code: row for row, code in enumerate(codes)}
    return lambda code: [
        codes[column] for column in np.argsort(-table[at[code]]) if codes[column] != code
    ]


def judge_all(ranker: Ranker, referential: Referential) -> dict[str, Quality]:
    return {code: judge(ranker(code), set(links)) for code, links in referential.links.items()}


def by_half(judged: Mapping[str, Quality]) -> dict[str, dict[str, float]]:
    return {
        half: {
            name: round(figure, 4)
            for name, figure in asdict(
                mean_quality([one for code, one in judged.items() if half_of(code) == half])
            ).items()
        }
        for half in HALVES
    }


def headline(methods: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Figures:
    """Name the figures that are watched, test half first."""
    figures: Figures = {}
    for half in reversed(HALVES):
        figures |= {f"{name}_{half}": value for name, value in methods["engine"][half].items()}
        figures[f"tfidf_recall_at_10_{half}"] = methods["tfidf"][half]["recall_at_10"]
        figures[f"tfidf_ndcg_at_10_{half}"] = methods["tfidf"][half]["ndcg_at_10"]
    return figures


def speed(index: MatchingIndex, referential: Referential) -> Figures:
    """Milliseconds of CPU to rank all cards for one profile, over all profiles."""
    spent = []
    for profile in profiles(referential).values():
        started = time.process_time_ns()
        index.rank(profile)
        spent.append((time.process_time_ns() - started) / 1e6)
    p50, p95 = np.percentile(spent, (50, 95)).tolist()
    return {"profile_cpu_ms": round(p50, 3), "profile_cpu_ms_p95": round(p95, 3)}


def without_common_skill(rankers: Mapping[str, Ranker], referential: Referential) -> Figures:
    """Report apart the official pairs that share no skill: nothing held, so never in a ranking.

    `found_at_10` is the share of those pairs that a method has in its first ten.
    """
    at = {card.code: row for row, card in enumerate(referential.cards)}
    common = shared_skills(referential)
    pairs = [(code, to) for code, links in referential.links.items() for to in links]
    bare = [(code, to) for code, to in pairs if common[at[code], at[to]] == 0]
    tested = [(code, to) for code, to in bare if half_of(code) == "test"]
    return {
        "pairs": len(bare),
        "share_of_links": round(len(bare) / len(pairs), 4),
        "found_at_10_test": {name: found_at_10(r, tested) for name, r in rankers.items()},
    }


def found_at_10(ranker: Ranker, pairs: Sequence[tuple[str, str]]) -> float:
    first_ten = {code: set(ranker(code)[:10]) for code in {code for code, _ in pairs}}
    found = sum(target in first_ten[code] for code, target in pairs)
    return round(found / len(pairs), 4) if pairs else 0.0


def as_table(figures: Figures) -> str:
    """Lay out the figures of all methods for a reader."""
    methods = figures["methods"]
    assert isinstance(methods, dict)  # noqa: S101 - tells the type
    names = ("recall_at_10", "ndcg_at_10", "map", "equal_length_precision")
    lines = [f"{'method':20}{'half':6}" + "".join(f"{name:>24}" for name in names)]
    for half in HALVES:
        for method, halves in methods.items():
            row = "".join(f"{halves[half][name]:>24.4f}" for name in names)
            lines.append(f"{method:20}{half:6}{row}")
    lines.append(
        f"one profile against {figures['cards']} cards: {figures['profile_cpu_ms']} ms CPU"
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="boutdufil bench bridges", description=__doc__)
    parser.add_argument("--rome", type=Path, required=True, help="folder of a ROME CSV release")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    options = parser.parse_args()
    figures = run(options.rome)
    print(json.dumps(figures, indent=2) if options.json else as_table(figures))


if __name__ == "__main__":
    main()
