"""An agent reads what they earned: the month, the days, each call and why; takes it away.

Without JavaScript on a telephone: in the long tests; other journeys through the room do it always.
"""

import io
import re

import pypdf
import pytest

from boutdufil.rooms.illico import demo

pytestmark = pytest.mark.browser
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTH = re.compile(rf"^({MONTHS.replace(' ', '|')}) \d{{4}}$")


@pytest.mark.parametrize(
    "way",
    [
        pytest.param({"width": 1280}, id="wide"),
        pytest.param(
            {"width": 360, "javascript": False},
            id="telephone-without-javascript",
            marks=pytest.mark.long,
        ),
    ],
)
def test_an_agent_reads_a_statement(start_journey, tmp_path, monkeypatch, transactional_db, way):
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path))
    demo.furnish()
    agent = start_journey(**way).be("Inès Vasseur")
    agent.go("/illico/poste/releves/")
    assert "finit par 2606" in agent.text()
    # The oldest of the list is over and settled; the first still goes on.
    agent.page.get_by_role("link", name=MONTH).last.click()
    agent.page.wait_for_load_state()
    agent.check()
    assert "inventé, démonstration" in agent.text()
    assert "pas encore décompté" not in agent.text()
    agent.page.locator("main details summary").first.click()
    assert "attente" in agent.text("main details[open]")
    agent.check()
    total = re.search(r"(\d+,\d\d) € pour ce mois", agent.text())
    assert total, agent.text()

    with agent.page.expect_download() as coming:
        agent.page.get_by_role("link", name="Relevé en PDF").click()
    paper = tmp_path / "releve.pdf"
    coming.value.save_as(paper)
    pages = pypdf.PdfReader(io.BytesIO(paper.read_bytes())).pages
    text = re.sub(r"\s+", " ", "".join(page.extract_text() for page in pages))
    assert total[1] in text
    assert "Inventé, pour la démonstration" in text

    stranger = start_journey(**way).be("Bruno Wagner")
    assert stranger.page.goto(agent.page.url).status == 404
