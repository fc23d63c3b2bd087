"""The register of establishments, asked of a server on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from boutdufil.adapters import sirene

SIRET = "73282932000074"


def establishment(siret=SIRET, state="A"):
    return {
        "siret": siret,
        "adresse": "1 RUE INVENTEE 59000 LILLE",
        "commune": "59350",
        "activite_principale": "82.20Z",
        "etat_administratif": state,
    }


@pytest.fixture
def server():
    """Serve what the test puts in `answer`; remember the questions."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(parse_qs(urlsplit(self.path).query))
            status, body = self.server.answer
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answer = [], (200, b"{}")
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def ask(server, **company):
    server.answer = (200, json.dumps({"results": [company] if company else []}).encode())
    return register(server).find(SIRET)


def register(server):
    return sirene.open_register(f"http://127.0.0.1:{server.server_port}/search")


def test_an_establishment_is_found_among_those_that_match(server):
    found = ask(
        server, nom_complet="INVENTEE", siege=None, matching_etablissements=[establishment()]
    )

    assert found == sirene.Establishment(
        SIRET, "INVENTEE", "1 RUE INVENTEE 59000 LILLE", "59350", "8220Z", is_open=True
    )
    assert server.asked[0]["q"] == [SIRET]


def test_the_seat_counts_too_and_may_be_closed(server):
    found = ask(server, siege=establishment(state="F"), matching_etablissements=[])

    assert found is not None
    assert not found.is_open


def test_a_number_nobody_bears_is_nobody(server):
    assert ask(server) is None
    assert ask(server, siege=establishment("35600000000048")) is None


def test_a_withheld_address_stays_empty(server):
    withheld = establishment() | {"adresse": None, "commune": None, "activite_principale": None}
    found = ask(server, nom_complet=None, siege=withheld)

    assert (found.name, found.address, found.commune, found.activity) == ("", "", "", "")


@pytest.mark.parametrize(
    "answer",
    [
        (429, b"{}"),
        (500, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"results": [{"siege": {"adresse": ""}}]}'),
        (200, b'{"results": null}'),
    ],
)
def test_no_clear_answer_is_no_answer(server, answer):
    server.answer = answer

    with pytest.raises(sirene.RegisterUnavailableError):
        register(server).find(SIRET)


def test_a_silent_server_is_no_answer():
    with pytest.raises(sirene.RegisterUnavailableError):
        sirene.open_register("http://127.0.0.1:9/search").find(SIRET)


@pytest.mark.parametrize("address", ["http://example.org/search", "file:///etc/passwd", ""])
def test_only_https_or_this_machine(address):
    with pytest.raises(ValueError, match=address or "^$"):
        sirene.open_register(address)


def test_official_means_the_state():
    assert sirene.OFFICIAL_ADDRESS.startswith("https://recherche-entreprises.api.gouv.fr/")
    assert sirene.open_register("official").name == "registre Sirene (Insee)"


def test_the_fake_answers_or_stays_silent():
    known = sirene.Establishment(SIRET, "x", "", "", "", is_open=True)
    assert sirene.FakeRegister(known).find(SIRET) == known
    assert sirene.FakeRegister().find(SIRET) is None
    with pytest.raises(sirene.RegisterUnavailableError):
        sirene.FakeRegister(silent=True).find(SIRET)
