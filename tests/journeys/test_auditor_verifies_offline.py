"""An auditor takes the leaves of a number away and counts the promise again, without the site."""

import json
import os
import subprocess
import sys

import pytest

from boutdufil.adapters.keys import key_list, public_keys
from boutdufil.rooms.illico import demo

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "way",
    [{"width": 1280}, {"width": 360, "javascript": False}],
    ids=["wide", "telephone-without-javascript"],
)
def test_an_auditor_recounts_a_number_offline(
    start_journey, tmp_path, monkeypatch, transactional_db, way
):
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path / "home"))
    demo.furnish()
    auditor = start_journey(**way).be("Hélène Marchetti")
    auditor.go("/illico/audit/")
    auditor.press("Suivi de commande et retours", role="link")
    assert "Il ne prouve pas que c’était vrai" in auditor.text()
    with auditor.page.expect_download() as coming:
        auditor.page.get_by_role("button", name="Télécharger les feuilles").click()
    archive = tmp_path / "feuilles.zip"
    coming.value.save_as(archive)
    keys = tmp_path / "cles.json"
    keys.write_text(json.dumps(key_list(public_keys())), "utf-8")

    said = verify_elsewhere(archive, keys, tmp_path / "elsewhere")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "recounted  invented voice:" in said.stdout
    assert "Nothing has changed" in said.stdout

    changed = bytearray(archive.read_bytes())
    changed[len(changed) // 2] ^= 1
    archive.write_bytes(bytes(changed))
    assert verify_elsewhere(archive, keys, tmp_path / "elsewhere").returncode == 1


def verify_elsewhere(archive, keys, home):
    """Run the command as on a machine that knows no site, without a network to ask."""
    words = [sys.executable, "-m", "boutdufil.config.cli", "verify", str(archive)]
    return subprocess.run(
        [*words, "--trust", str(keys)],
        env={"PATH": os.environ["PATH"], "BOUTDUFIL_HOME": str(home), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
