"""Registrations to an event: sixteen visitors at once, and two hundred for the last seats.

Ours is the whole site as it is deployed (one web process a core behind unix sockets, settings of a
server, a database that survives a power cut), through the public form: its page once, then the POST
that writes the registration, its consents, the outbox, the audit and the job of the message. What
the job writes to whom is a worker's work, which does not run here; nor does pretix's.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.pretix import Buyer, Shop, pretix
from benchmarks.search_pages import database_seconds, processor_seconds, serve_settings, servers
from benchmarks.search_readers import UnixConnection
from benchmarks.visitors import TAKEN, Log, Visitor, register_at_once, register_for

CLIENTS, AT_ONCE, LAST_SEATS = 16, 200, 120
WARM_SECONDS, SECONDS, ROUNDS = 5.0, 12.0, 3
MANY = 1_000_000
OPEN, CONTESTED = "open", "contested"
SEATS = {OPEN: MANY, CONTESTED: LAST_SEATS}
NUMBERS = count(1)
WRITTEN = {
    "registrations": "select count(*) from campaigns_registration",
    "tickets": "select count(distinct ticket_hash) from campaigns_registration",
    "consents": "select count(*) from campaigns_consent",
    "outbox": "select count(*) from events_outboxevent where name = 'campaigns.registered'",
    "audit": "select count(*) from audit_auditentry where verb = 'campaigns.register'",
    "mail_jobs": "select count(*) from procrastinate_jobs where task_name like 'campaigns.send_%'",
}
Figures = dict[str, object]


@dataclass
class Contender:
    """A site: how one visits it, what it spends, how many it holds."""

    visitor: Callable[[str, int], Visitor]
    processor_seconds: Callable[[], float]
    log: Log = field(default_factory=Log)
    spent: float = 0.0
    database: float = 0.0

    def measure(self, seconds: float) -> None:
        """Let visitors register for so long; note the answers and what they cost."""
        visitors = [self.visitor(OPEN, number) for number in range(CLIENTS)]
        web, database = self.processor_seconds(), database_seconds()
        self.log.add(register_for(seconds, visitors))
        self.spent += self.processor_seconds() - web
        self.database += database_seconds() - database

    def fight(self) -> Log:
        """Let two hundred want the last seats at the same moment."""
        return register_at_once([self.visitor(CONTESTED, n) for n in range(AT_ONCE)])

    def figures(self) -> Figures:
        """Return what was measured; processor time of its servers and of PostgreSQL."""
        each = 1000 / max(self.log.taken, 1)
        wrong = {told: n for told, n in self.log.outcomes.items() if told != TAKEN}
        return {
            "registrations_per_s": round(self.log.taken / self.log.seconds, 1),
            "cpu_ms_each": round((self.spent + self.database) * each, 1),
            "cpu_ms_each_in_postgresql": round(self.database * each, 1),
            "ms_p50": self.log.percentile(0.5),
            "ms_p95": self.log.percentile(0.95),
            "registrations": self.log.taken,
            "wrong": wrong,
        }


def registration_figures(*, seconds: float = SECONDS, beside_pretix: bool = True) -> Figures:
    """Measure ours and pretix in turns; then let both sell the last seats."""
    serve_settings()
    load = os.getloadavg()[0]
    with ExitStack() as stack:
        contenders = {"": stack.enter_context(our_site())}
        if beside_pretix:
            shop = stack.enter_context(pretix(SEATS))
            contenders["pretix_"] = Contender(of_shop(shop), shop.processor_seconds)
        for contender in contenders.values():
            contender.measure(WARM_SECONDS)
            contender.log, contender.spent, contender.database = Log(), 0.0, 0.0
        for _ in range(ROUNDS):
            for contender in contenders.values():
                contender.measure(seconds)
        written = rows_each()
        fights = {name: contender.fight() for name, contender in contenders.items()}
        figures = sold(fights[""]) | {"rows_each": written}
        if beside_pretix:
            held = shop.count(CONTESTED)
            figures |= {"pretix_oversold": max(0, held - LAST_SEATS), "pretix_sold": held}
            figures |= {"pretix_last_seats_s": round(fights["pretix_"].seconds, 1)}
            figures |= {"pretix_last_seats_told": fights["pretix_"].outcomes}
    for name, contender in contenders.items():
        figures |= {f"{name}{key}": value for key, value in contender.figures().items()}
    return figures | {"load_before": round(load, 1), "clients": CLIENTS}


def of_shop(shop: Shop) -> Callable[[str, int], Visitor]:
    """Return how one buys there: everybody under an address of their own."""
    return lambda event, _number: Buyer(shop, event, next(NUMBERS))


def rows_each() -> Figures:
    """Return what one registration wrote, on average, counted in the tables."""
    # Only importable once Django is ready.
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        counts = {name: cursor.execute(asked).fetchone()[0] for name, asked in WRITTEN.items()}
    every = counts.pop("registrations")
    return {name: round(count / max(every, 1), 2) for name, count in counts.items()}


def sold(fight: Log) -> Figures:
    """Return what the contested event holds, read from the tables and not from the answers."""
    # Only importable once Django is ready.
    from boutdufil.rooms.campaigns.models import Intake, Registration  # noqa: PLC0415

    held = dict.fromkeys(("confirmed", "waiting"), 0)
    for status in Registration.objects.filter(intake__node__slug=CONTESTED).values_list("status"):
        held[status[0]] = held.get(status[0], 0) + 1
    counted = Intake.objects.get(node__slug=CONTESTED).taken
    return {
        "oversold": max(0, held["confirmed"] - LAST_SEATS, counted - LAST_SEATS),
        "seats_left_over": LAST_SEATS - held["confirmed"],
        "waiting": held["waiting"],
        "lost": AT_ONCE - sum(held.values()),
        "last_seats_s": round(fight.seconds, 2),
        "last_seats_wrong": {told: n for told, n in fight.outcomes.items() if told != TAKEN},
    }


@contextmanager
def our_site() -> Iterator[Contender]:
    """Serve the site with two published events; the form of each is read once."""
    open_events()
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder)) as (sockets, started):
        forms = {(path, event): read_form(path, event) for path in sockets for event in SEATS}

        def visitor(event: str, number: int) -> Visitor:
            path = sockets[number % len(sockets)]
            return Registrant(path, forms[path, event])

        yield Contender(visitor, lambda: spent_by(started))


def spent_by(processes: Sequence[subprocess.Popen]) -> float:
    """Return the processor time of processes until now."""
    return sum(processor_seconds(process.pid) for process in processes)


def open_events() -> None:
    """Publish both events, with their places."""
    # Only importable once Django is ready.
    from tests.factories.campaigns import (  # noqa: PLC0415
        CampaignFactory,
        EventFactory,
        IntakeFactory,
    )

    campaign = CampaignFactory()
    for name, seats in SEATS.items():
        IntakeFactory(node=EventFactory(slug=name, parent=campaign), capacity=seats)


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an event as a browser holds it."""

    address: str
    cookies: str
    fields: tuple[tuple[str, str], ...]


class FormReader(HTMLParser):
    """The fields of the form that asks for a name, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._fields: list[tuple[str, str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the inputs of each form in turn; boxes are ticked."""
        told = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._fields = []
        elif tag == "input" and self._fields is not None and "name" in told:
            ticked = "on" if told.get("type") == "checkbox" else ""
            self._fields.append((told["name"], told.get("value") or ticked))

    def handle_endtag(self, tag: str) -> None:
        """Keep the form if it is the one."""
        if tag == "form" and self._fields and any(name == "email" for name, _ in self._fields):
            self.found, self._fields = self._fields, None


def read_form(path: Path, event: str) -> Form:
    """Open the page of the form as a visitor does."""
    # Only importable once Django is ready.
    from django.urls import reverse  # noqa: PLC0415

    address = reverse("campaigns:register", args=[event])
    connection = UnixConnection(path)
    connection.request("GET", address, headers=headers_of(1))
    answer = connection.getresponse()
    reader = FormReader()
    reader.feed(answer.read().decode())
    if not reader.found:
        raise SystemExit(f"no form at {address}: {answer.status}")
    cookies = [one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie", [])]
    return Form(address, "; ".join(cookies), tuple(reader.found))


def headers_of(number: int) -> dict[str, str]:
    """Return what the proxy says of a visitor: everybody comes from elsewhere."""
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return {"X-Forwarded-Proto": "https", "X-Forwarded-For": address}


class Registrant:
    """A visitor of the form, with a connection of their own."""

    def __init__(self, path: Path, form: Form) -> None:
        self._connection, self._form = UnixConnection(path), form

    def register(self) -> str:
        """Send the form, filled in, under a new name; return what came of it."""
        number = next(NUMBERS)
        who = {"name": f"Visite Inventée {number}", "email": f"visite{number}@exemple.test"}
        body = urlencode([(name, who.get(name, value)) for name, value in self._form.fields])
        headers = headers_of(number) | {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self._form.cookies,
            "Referer": f"https://bench.invalid{self._form.address}",
        }
        self._connection.request("POST", self._form.address, body, headers)
        answer = self._connection.getresponse()
        told = answer.read()
        return TAKEN if answer.status == 200 else f"{answer.status} {told[:80]!r}"
