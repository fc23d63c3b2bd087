"""Fifteen hundred candidates at their own pace: an answer every half minute, and signs of life.

An answer is due at an hour whatever became of the one before, and its time counts from that hour,
so that a site that falls behind is seen to. What the site takes is the processor time of its own
processes, PostgreSQL's too: whatever else runs on the machine is not in it.
"""

import contextlib
import heapq
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from benchmarks.quiz_day import (
    CANDIDATES,
    CLIENTS,
    Candidate,
    Log,
    counted,
    database_seconds,
    lost,
    sign_in,
    site,
    spent_by,
    start_figures,
    start_together,
)
from benchmarks.search_pages import serve_settings
from benchmarks.search_readers import UnixConnection

MINUTES = 20.0
BETWEEN_ANSWERS, BETWEEN_SIGNS = 30.0, 60.0
SETTLE_SECONDS = 10.0
# Less than the site keeps a silent connection open.
KEPT_OPEN = 3.0
PARTS = 20
Figures = dict[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of the time took: seconds, and those of processors of site and PostgreSQL."""

    seconds: float
    web: float
    database: float

    @property
    def share(self) -> float:
        """Return the share of the whole machine, in percent."""
        return 100 * (self.web + self.database) / (self.seconds * (os.cpu_count() or 1))


def paced_figures(*, minutes: float = MINUTES, candidates: int = CANDIDATES) -> Figures:
    """Let everybody begin, then answer at their pace for so many minutes."""
    serve_settings()
    load = os.getloadavg()[0]
    people = sign_in(candidates)
    with site() as (sockets, started):
        begun = start_together(people, sockets)
        time.sleep(SETTLE_SECONDS)
        answers, signs, parts = answer_in_turns(minutes * 60, people, sockets, started)
    return (
        paced_answers(answers, parts)
        | {"signs_of_life": len(signs.times), "signs_wrong": signs.wrong[:5]}
        | {"answers_lost": lost(people), "rows": counted()}
        | {f"start_{name}": value for name, value in start_figures(begun).items()}
        | {"minutes": minutes, "candidates": candidates, "load_before": round(load, 1)}
    )


def paced_answers(log: Log, parts: Sequence[Part]) -> Figures:
    """Return what is told of answers at a pace; shares of the machine in percent."""
    whole = Part(*(sum(getattr(one, name) for one in parts) for name in Part.__slots__))
    return {
        "machine_percent": round(whole.share, 1),
        "machine_percent_at_worst": round(max(one.share for one in parts), 1),
        "machine_percent_in_postgresql": round(
            100 * whole.database / (whole.seconds * (os.cpu_count() or 1)), 1
        ),
        "answers_per_s": round(len(log.times) / log.seconds, 1),
        "answers_p50_ms": log.percentile(0.5),
        "answers_p95_ms": log.percentile(0.95),
        "answers_p99_ms": log.percentile(0.99),
        "answers": len(log.times),
        "answers_wrong": log.wrong[:5],
        "answers_wrong_count": len(log.wrong),
    }


def answer_in_turns(
    seconds: float,
    people: Sequence[Candidate],
    sockets: Sequence[Path],
    started: Sequence[Popen],
) -> tuple[Log, Log, list[Part]]:
    """Send what is due until the time is over; return answers, signs, and what each part took."""
    answers, signs, lock = Log(), Log(), threading.Lock()
    begun = [one for one in people if one.lease]
    start = time.monotonic() + 1

    def run(number: int) -> None:
        connection = UnixConnection(sockets[number % len(sockets)])
        share = begun[number::CLIENTS]
        for due, one, is_answer in due_words(share, number, seconds):
            idle = start + due - time.monotonic()
            if idle > KEPT_OPEN:
                connection.close()
            time.sleep(max(0.0, idle))
            act = Candidate.answer if is_answer else show_life
            wrong = attempt(act, one, connection)
            log = answers if is_answer else signs
            with lock:
                log.wrong += wrong
                log.times += [] if wrong else [(time.monotonic() - start - due) * 1000]

    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(run, number) for number in range(CLIENTS)]
        parts = [measure_part(seconds / PARTS, started) for _number in range(PARTS)]
        for one in running:
            one.result()
    answers.seconds = signs.seconds = seconds
    return answers, signs, parts


def attempt(
    act: Callable[[Candidate, UnixConnection], None], one: Candidate, connection: UnixConnection
) -> list[str]:
    """Let somebody act; return what went wrong, if anything did."""
    try:
        act(one, connection)
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        connection.close()
        return [repr(error)[:200]]
    return []


def due_words(
    share: Sequence[Candidate], number: int, seconds: float
) -> Iterator[tuple[float, Candidate, bool]]:
    """Give what a client has to send, in the order it is due; people are spread evenly."""
    due: list[tuple[float, int, bool]] = []
    for place in range(len(share)):
        at = (place * CLIENTS + number) / (len(share) * CLIENTS)
        due += [(at * BETWEEN_ANSWERS, place, True), (at * BETWEEN_SIGNS + 7, place, False)]
    heapq.heapify(due)
    while due and due[0][0] < seconds:
        at, place, is_answer = due[0]
        heapq.heapreplace(
            due, (at + (BETWEEN_ANSWERS if is_answer else BETWEEN_SIGNS), place, is_answer)
        )
        yield at, share[place], is_answer


def show_life(one: Candidate, connection: UnixConnection) -> None:
    """Say that the page is there, as it does by itself."""
    body = json.dumps({"lease": one.lease, "answers": [], "away": []})
    status, told, _where = one.send(connection, "POST", f"{one.paper}reponses/", body)
    if status != 200:
        raise RuntimeError(f"sign: {status} {told[:120]}")


def measure_part(seconds: float, started: Sequence[Popen]) -> Part:
    """Wait, and return what the site's processes took meanwhile."""
    begun, web, database = time.monotonic(), spent_by(started), database_so_far()
    time.sleep(seconds)
    return Part(time.monotonic() - begun, spent_by(started) - web, database_so_far() - database)


def database_so_far() -> float:
    """Return the processor time of PostgreSQL; read again where one of its processes just ended."""
    while True:
        with contextlib.suppress(FileNotFoundError):
            return database_seconds()
