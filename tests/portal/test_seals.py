"""How to check a sealed document: a page, and the keys as a file."""

import json

import pytest
from django.urls import reverse

from boutdufil.adapters.keys import read_trusted, renew_key, signing_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path))
    return tmp_path


def test_the_page_says_what_a_seal_does_not_prove(client):
    page = client.get("/sceaux/").content.decode()

    assert "Il ne prouve jamais que le contenu était vrai." in page
    assert "boutdufil verify document.zip --trust cles.json" in page


def test_looking_makes_no_key(client, home):
    page = client.get(reverse("portal:seals")).content.decode()
    listed = client.get("/sceaux/cles.json").json()

    assert "il n’a pas de clé" in page
    assert listed["keys"] == []
    assert list(home.iterdir()) == []


def test_keys_are_shown_the_present_one_first(client, home):
    former, present = signing_key(home).public, renew_key(home).public

    page = client.get("/sceaux/").content.decode()
    assert page.index(present.key_id) < page.index(former.key_id)
    assert "scelle aujourd’hui" in page
    assert "a scellé autrefois" in page


def test_the_file_is_what_the_command_trusts(client, home, tmp_path):
    key = signing_key(home)
    answer = client.get(reverse("portal:seal_keys"))
    path = tmp_path / "cles.json"
    path.write_bytes(answer.content)

    assert answer["Content-Type"] == "application/json"
    assert read_trusted(path) == (key.public,)
    assert key.seed.hex() not in json.dumps(answer.json())


def test_the_page_speaks_english(client):
    client.cookies["boutdufil_language"] = "en"

    assert "Check that a document has not changed" in client.get("/sceaux/").content.decode()
