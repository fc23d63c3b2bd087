"""Time the pages of the search as a server runs them: one process a core, eight readers.

Started by `search.py` with the product's own Python and a scratch database.
"""

import argparse
import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path

import django
import numpy as np
import psycopg

from benchmarks.made_vacancies import CHECKOUT, Cards, Towns, draw, read_cards, read_towns
from benchmarks.search_readers import Log, Request, UnixConnection, World, ask, read_for

SEED = 20251122
PATHS, WARM_PAGES = 40, 80
WORDS_OF_A_QUERY = 3
CLOCK = os.sysconf("SC_CLK_TCK")


def serve_settings() -> None:
    """Take the settings of a server, before Django reads any."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "boutdufil.config.settings.production",
        "BOUTDUFIL_SECRET_KEY": secrets.token_urlsafe(64),
        "BOUTDUFIL_HOSTS": "bench.invalid",
        "BOUTDUFIL_TRUSTED_PROXIES": "unix",
        "BOUTDUFIL_WEB_JOBS": "0",
    }
    django.setup()


def prepare(rome: Path, count: int) -> World:
    """Import ROME, write the vacancies, open the paths."""
    # Only importable once Django is ready.
    from benchmarks.search_world import fill, titles_of  # noqa: PLC0415
    from boutdufil.kernel.occupations.services import import_rome  # noqa: PLC0415

    import_rome(source=str(rome), progress=lambda *_stage: None)
    cards, towns = read_cards(rome, counted=True), read_towns()
    chance = np.random.default_rng(SEED)
    fill(draw(count, cards, towns, chance), cards, towns, chance)
    with psycopg.connect(os.environ["BOUTDUFIL_OWNER_URL"], autocommit=True) as owner:
        # What autovacuum does within minutes of such an import; the app's role may not.
        owner.execute("vacuum analyze")
    titles = titles_of(cards)
    spoken = sorted({title for named in titles.values() for title in named})
    return World(
        towns=towns.codes,
        weights=list(accumulate(towns.shares.tolist())),
        codes=cards.codes,
        titles=[spoken_words(title) for title in spoken],
        sessions=open_paths(cards, towns, chance),
    )


def spoken_words(title: str) -> str:
    """Return the first words of a title, in one gender, as people type them."""
    return " ".join(title.split(" / ")[0].split()[:WORDS_OF_A_QUERY])


def open_paths(cards: Cards, towns: Towns, chance: np.random.Generator) -> list[str]:
    """Open paths of one or two past jobs with two thirds of their skills; return the sessions."""
    # Only importable once Django is ready.
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from boutdufil.rooms.mobility.models import Profile, ProfileSkill  # noqa: PLC0415

    keys = []
    for _ in range(PATHS):
        jobs = chance.integers(0, len(cards.codes), 2)
        profile = Profile.objects.create(near_code=towns.codes[0])
        held = {cards.skills[skill] for job in jobs for skill in cards.asked[job]}
        kept = [skill for skill in sorted(held) if chance.random() < 2 / 3]
        ProfileSkill.objects.bulk_create(
            ProfileSkill(profile=profile, skill=code, label=code, decision="confirmed")
            for code in kept
        )
        session = SessionStore()
        session["mobility_profile"] = profile.pk
        session.save()
        keys.append(session.session_key)
    return keys


@contextmanager
def servers(folder: Path) -> Iterator[tuple[list[Path], list[subprocess.Popen]]]:
    """Run one process a core, as the deployed units do."""
    manage = [sys.executable, "-W", "ignore", "manage.py", "collectstatic", "--noinput"]
    subprocess.run(manage, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
    sockets = [folder / f"web-{number}.sock" for number in range(os.cpu_count() or 2)]
    started = [subprocess.Popen(command(path), cwd=CHECKOUT) for path in sockets]
    try:
        for path in sockets:
            wait_for(path)
        yield sockets, started
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def command(path: Path) -> list[str]:
    uvicorn = [sys.executable, "-m", "uvicorn", "boutdufil.config.asgi:application", "--uds"]
    rest = "--lifespan on --timeout-graceful-shutdown 2 --no-proxy-headers --no-access-log"
    return [*uvicorn, str(path), *rest.split(), "--log-level", "warning"]


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if ask(UnixConnection(path), Request("/healthz", "", ""))[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"the process behind {path} does not answer")


def warm_up(path: Path, world: World) -> None:
    """Ask one process until it has read its tables: what the first visitors after a start meet."""
    connection, chance = UnixConnection(path), random.Random(SEED)  # noqa: S311
    for _ in range(WARM_PAGES):
        ask(connection, world.request(chance))


def processor_seconds(pid: int, *, with_past: bool = False) -> float:
    """Processor time of a process; of its ended children too where asked."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(value) for value in fields[11 : 15 if with_past else 13]) / CLOCK


def database_seconds() -> float:
    """Processor time of PostgreSQL: its postmaster, what it ended, and what runs now."""
    lines = next(Path(os.environ["BOUTDUFIL_HOME"]).glob("pg*/postmaster.pid")).read_text()
    postmaster = int(lines.split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    own = processor_seconds(postmaster, with_past=True)
    return own + sum(processor_seconds(int(child)) for child in children)


def measure(world: World, seconds: float, readers: int) -> dict[str, object]:
    """Warm up, read, and count."""
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder)) as (sockets, started):
        for path in sockets:
            warm_up(path, world)
        read_for(min(seconds, 12), readers, sockets, world)
        web = sum(processor_seconds(process.pid) for process in started)
        database, mine, begun = database_seconds(), time.process_time(), time.monotonic()
        log = read_for(seconds, readers, sockets, world)
        spent = {
            "web": sum(processor_seconds(process.pid) for process in started) - web,
            "postgresql": database_seconds() - database,
            "readers": time.process_time() - mine,
        }
        return figures(log, spent, time.monotonic() - begun)


def figures(log: Log, spent: dict[str, float], seconds: float) -> dict[str, object]:
    """Return the figures of one measure."""
    times = log.all_times
    pages = len(times)
    return {
        "page_ms_p95": round(at(times, 0.95), 1),
        "page_ms_p50": round(at(times, 0.5), 1),
        "page_ms_p99": round(at(times, 0.99), 1),
        "pages": pages,
        "pages_per_second": round(pages / seconds, 1),
        **{f"{name}_cpu_ms_per_page": round(s / pages * 1000, 2) for name, s in spent.items()},
        "p95_by_kind": {kind: round(at(sorted(t), 0.95), 1) for kind, t in log.times.items()},
        "wrong": log.wrong[:5],
    }


def at(times: list[float], share: float) -> float:
    return times[min(int(share * len(times)), len(times) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rome", type=Path, required=True)
    parser.add_argument("--vacancies", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=40)
    options = parser.parse_args()
    serve_settings()
    begun = time.monotonic()
    world = prepare(options.rome, options.vacancies)
    made = round(time.monotonic() - begun, 1)
    told = measure(world, options.seconds, options.readers)
    about = {"vacancies": options.vacancies, "readers": options.readers, "made_in_s": made}
    print(json.dumps(about | told))


if __name__ == "__main__":
    main()
