"""Browsers with a camera and a microphone, on the legs of a practised call."""

from dataclasses import dataclass

import pytest

from boutdufil.kernel.calls.consumers import socket
from boutdufil.kernel.calls.services import add_participant, leg_token, open_call
from tests.browsers import open_browser
from tests.kernel.calls.servers import serving

__all__ = ["open_browser"]

# Says which media flow both ways, as the page itself has been told.
NOTES = """
document.addEventListener("DOMContentLoaded", () => addEventListener("load", () => {
  const room = document.querySelector("[data-conversation]")?.room;
  if (!room) return;
  const notes = (window.notes = { up: {}, figures: {}, states: [], failures: [], text: "" });
  const { conversation } = room;
  conversation.addEventListener("media", ({ detail }) => {
    if ("up" in detail) notes.up[detail.participant] = detail.up;
    if (detail.figures) notes.figures = detail.figures;
  });
  conversation.addEventListener("state", ({ detail }) => notes.states.push(detail));
  conversation.addEventListener("failed", ({ detail }) => notes.failures.push(detail));
  conversation.addEventListener("text", ({ detail }) => (notes.text += detail.chars ?? ""));
}));
"""


@dataclass
class Window:
    """One person's browser window on their leg."""

    page: object
    mistakes: list

    def wait(self, script, seconds=15):
        """Wait until a script is true in the page."""
        self.page.wait_for_function(script, timeout=seconds * 1000)

    def wait_for_media(self, people=1, seconds=15):
        """Wait until media flows both ways with so many others."""
        true = "Object.values(window.notes?.up ?? {}).filter(Boolean).length"
        self.wait(f"() => {true} === {people}", seconds)

    def ask(self, script):
        return self.page.evaluate(script)


@pytest.fixture
def site(transactional_db, settings, monkeypatch, tmp_path):
    """The site with bare pages of a conversation."""
    settings.ROOT_URLCONF = "tests.kernel.calls.pages"
    monkeypatch.setattr(socket, "GRACE_SECONDS", 2.0)
    with serving(tmp_path) as address:
        yield address


@pytest.fixture
def join(open_browser, site):
    """Give a function that opens a window of a new person in a call."""
    opened = []

    def enter(call, role, *, watch=lambda page: None, **seat):
        context = open_browser("chromium with devices").new_context(locale="fr-FR")
        opened.append(context)
        page, mistakes = context.new_page(), []
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.on("console", lambda line: line.type == "error" and mistakes.append(line.text))
        page.add_init_script(NOTES)
        watch(page)
        participant = add_participant(call=call, role=role, name=role.title(), **seat)
        token = leg_token(participant.pk)
        page.goto(f"{site}/salle-nue/?jeton={token}&canal={call.channel}&seul")
        return Window(page, mistakes)

    yield enter
    for context in opened:
        context.close()


@pytest.fixture
def practise():
    """Give a function that opens a practised call over a channel."""
    return lambda channel="video": open_call(kind="practice", channel=channel)
