"""A quiz day: fifteen hundred begin together, then answer as fast as the site takes it.

The whole site as it is deployed (one web process a core behind unix sockets, settings of a server,
a database that survives a power cut), by the browser's way: the page of the quiz, the POST that
begins, the page of the paper, then a POST for each answer, with session and CSRF, each signed in
as somebody else. An answer counts when the site acknowledged its number; what it then holds is
counted in the tables.
"""

import json
import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.search_pages import database_seconds, processor_seconds, serve_settings, servers
from benchmarks.search_readers import HOST, UnixConnection

CANDIDATES, CLIENTS, DOORS = 1500, 16, 48
QUESTIONS, POOL, THEMES = 40, 120, 4
WARM_SECONDS, SECONDS = 4.0, 20.0
SESSION, CSRF = "__Host-boutdufil_session", "__Host-boutdufil_csrf"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LEASE = re.compile(r'data-lease="([^"]+)" data-next="(\d+)"')
WRITTEN = {
    "answers": "select count(*) from contests_quizanswer",
    "events": "select count(*) from contests_answerevent",
}
Figures = dict[str, object]


@dataclass
class Log:
    """Milliseconds of every answer, and what went wrong."""

    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which a share of the answers came."""
        times = sorted(self.times)
        return round(times[min(int(share * len(times)), len(times) - 1)], 1) if times else 0.0


class Candidate:
    """Somebody signed in who answers one paper."""

    def __init__(self, number: int, session: str, way: str) -> None:
        self.number, self.session, self.way = number, session, way
        self.paper = self.lease = self.token = ""
        self.next = 1
        self.kept: set[int] = set()

    def begin(self, connection: UnixConnection) -> None:
        """Open the quiz, begin, open the paper; raises where the site refuses."""
        page = self.send(connection, "GET", self.way)[1]
        body = urlencode({"csrfmiddlewaretoken": TOKEN.search(page)[1]})
        status, told, where = self.send(connection, "POST", f"{self.way}commencer/", body)
        if status != 302 or "/copie/" not in where:
            raise RuntimeError(f"begin: {status} {where} {told[:80]}")
        self.paper = where
        page = self.send(connection, "GET", where)[1]
        self.lease, number = LEASE.search(page).groups()
        self.next, self.token = int(number), TOKEN.search(page)[1]

    def answer(self, connection: UnixConnection) -> None:
        """Give one answer; raises where it is not acknowledged."""
        one = {"n": self.next, "p": self.next % QUESTIONS, "v": "abc"[self.next % 3], "ago": 40}
        body = json.dumps({"lease": self.lease, "answers": [one], "away": []})
        status, told, _where = self.send(connection, "POST", f"{self.paper}reponses/", body)
        if status != 200 or json.loads(told)["kept"] != [self.next]:
            raise RuntimeError(f"answer: {status} {told[:120]}")
        self.kept.add(self.next)
        self.next += 1

    def send(
        self, connection: UnixConnection, method: str, address: str, body: str = ""
    ) -> tuple[int, str, str]:
        """Send a request as their browser would; return its status, text and where it leads."""
        headers = {
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"10.9.{self.number >> 8 & 255}.{self.number & 255}",
            "Cookie": f"{SESSION}={self.session}; {CSRF}={'c' * 32}",
            "Referer": f"https://{HOST}{address}",
        }
        if method == "POST":
            kind = (
                "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
            )
            headers |= {"Content-Type": kind, "X-CSRFToken": self.token or "c" * 32}
        connection.request(method, address, body or None, headers)
        answer = connection.getresponse()
        told = answer.read().decode()
        return answer.status, told, answer.headers.get("Location", "")


def quiz_figures(*, seconds: float = SECONDS, candidates: int = CANDIDATES) -> Figures:
    """Measure a start of everybody at once, then answers in a closed loop."""
    serve_settings()
    load = os.getloadavg()[0]
    people = sign_in(candidates)
    with site() as (sockets, started):
        begun = start_together(people, sockets)
        answer_for(WARM_SECONDS, people, sockets)
        web, database = spent_by(started), database_seconds()
        log = answer_for(seconds, people, sockets)
        spent = (spent_by(started) - web, database_seconds() - database)
    return (
        answer_figures(log, spent)
        | {"answers_lost": lost(people), "rows": counted()}
        | {f"start_{name}": value for name, value in start_figures(begun).items()}
        | {"candidates": candidates, "clients": CLIENTS, "load_before": round(load, 1)}
    )


def answer_figures(log: Log, spent: tuple[float, float]) -> Figures:
    """Return what is told of answers; processor time of the site and of PostgreSQL."""
    web, database = spent
    each = 1000 / max(len(log.times), 1)
    return {
        "answers_per_s": round(len(log.times) / log.seconds, 1),
        "answers_p95_ms": log.percentile(0.95),
        "answers_p50_ms": log.percentile(0.5),
        "cpu_ms_each": round((web + database) * each, 2),
        "cpu_ms_each_in_postgresql": round(database * each, 2),
        "answers": len(log.times),
        "answers_wrong": log.wrong[:5],
    }


def start_figures(log: Log) -> Figures:
    """Return what is told of a start."""
    return {
        "s": round(log.seconds, 1),
        "p95_ms": log.percentile(0.95),
        "errors": len(log.wrong),
        "wrong": log.wrong[:5],
    }


def start_together(people: Sequence[Candidate], sockets: Sequence[Path]) -> Log:
    """Let everybody begin at once, through as many doors as a proxy would hold open."""
    shares = [people[number::DOORS] for number in range(DOORS)]
    return _together(shares, sockets, lambda one, connection: one.begin(connection), None)


def answer_for(seconds: float, people: Sequence[Candidate], sockets: Sequence[Path]) -> Log:
    """Let everybody answer in turns, each client waiting for its answer, for so long."""
    begun = [one for one in people if one.lease]
    shares = [begun[number::CLIENTS] for number in range(CLIENTS)]
    return _together(shares, sockets, lambda one, connection: one.answer(connection), seconds)


def _together(
    shares: Sequence[Sequence[Candidate]],
    sockets: Sequence[Path],
    act: Callable[[Candidate, UnixConnection], None],
    seconds: float | None,
) -> Log:
    log, lock, start = Log(), threading.Lock(), time.monotonic()

    def run(number: int) -> None:
        connection = UnixConnection(sockets[number % len(sockets)])
        for one in cycle(shares[number]) if seconds else shares[number]:
            if seconds and time.monotonic() - start >= seconds:
                return
            begun = time.perf_counter()
            try:
                act(one, connection)
            except (OSError, RuntimeError, TypeError, ValueError) as error:
                connection.close()
                with lock:
                    log.wrong.append(repr(error)[:200])
                continue
            spent = (time.perf_counter() - begun) * 1000
            with lock:
                log.times.append(spent)

    with ThreadPoolExecutor(len(shares)) as pool:
        for done in [pool.submit(run, number) for number in range(len(shares)) if shares[number]]:
            done.result()
    log.seconds = time.monotonic() - start
    return log


def lost(people: Sequence[Candidate]) -> int:
    """Return how many acknowledged answers the log does not hold."""
    # Only importable once Django is ready.
    from boutdufil.rooms.contests.models import AnswerEvent  # noqa: PLC0415

    held: dict[str, set[int]] = {}
    for lease, sequence in AnswerEvent.objects.values_list("attempt_id", "sequence"):
        held.setdefault(f"/concours/copie/{lease}/", set()).add(sequence)
    return sum(len(one.kept - held.get(one.paper, set())) for one in people)


def counted() -> Figures:
    """Return how many rows there are."""
    # Only importable once Django is ready.
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        return {name: cursor.execute(asked).fetchone()[0] for name, asked in WRITTEN.items()}


def spent_by(processes: Sequence[subprocess.Popen]) -> float:
    """Return the processor time of processes until now."""
    return sum(processor_seconds(process.pid) for process in processes)


@contextmanager
def site() -> Iterator[tuple[list[Path], list[subprocess.Popen]]]:
    """Serve the site."""
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder)) as running:
        yield running


def sign_in(count: int) -> list[Candidate]:
    """Make a quiz that goes on, and so many candidates with a session each."""
    # Only importable once Django is ready.
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from tests.factories.contests import MemberFactory  # noqa: PLC0415

    quiz = open_quiz()
    people = []
    for number in range(count):
        member = MemberFactory(entry__edition=quiz.stage.edition)
        client = Client()
        client.force_login(member.person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        way = reverse("contests:quiz", args=[member.entry_id, quiz.pk, "epreuve"])
        people.append(Candidate(number, session, way))
    return people


def open_quiz() -> object:
    """Make an open quiz of forty questions out of 120, in four themes; its pool is fixed."""
    # Only importable once Django is ready.
    from django.utils import timezone  # noqa: PLC0415

    from boutdufil.rooms.contests.enums import QuizMode, StageStatus  # noqa: PLC0415
    from tests.factories.contests import (  # noqa: PLC0415
        BlueprintLineFactory,
        ItemFactory,
        ItemVersionFactory,
        QuizFactory,
        ThemeFactory,
    )

    now = timezone.now()
    quiz = QuizFactory(
        mode=QuizMode.OPEN,
        seconds=3600,
        stage__status=StageStatus.OPEN,
        stage__starts_at=now - timedelta(hours=1),
        stage__ends_at=now + timedelta(hours=4),
    )
    pool = []
    for _theme in range(THEMES):
        theme = ThemeFactory(bank=quiz.bank)
        BlueprintLineFactory(quiz=quiz, theme=theme, count=QUESTIONS // THEMES)
        for _number in range(POOL // THEMES):
            version = ItemVersionFactory(item=ItemFactory(theme=theme, bank=quiz.bank))
            pool.append([version.pk, theme.pk, ["a", "b", "c"]])
    quiz.pool = pool
    quiz.save()
    return quiz
