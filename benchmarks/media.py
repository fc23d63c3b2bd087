"""Media: two browsers put through to each other, from the click to the first image.

One person waits in a practised call; the other presses "enter". `connected_ms` and
`first_image_ms` count from that press to the connection and to the first image shown, camera,
socket, database and negotiation included; `text_ms` from a letter typed to the letter shown at
the other end; `fps` is what the slower of the two receives after some seconds. Headless Chromium
with a made-up camera (640 × 480, 30 images a second) on this machine, the site as
`boutdufil serve` runs it. `--relay` goes through a coturn on the loopback instead of directly.

    boutdufil bench media --json
    boutdufil bench media --relay --runs 20 --json
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import time
import urllib.request
from collections.abc import Iterator

import django
import numpy as np
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from boutdufil.adapters.turn import Coturn
from boutdufil.config.supervisor import web_child

NEEDS_PEERS = False
NEEDS_DATABASE = True
START_SECONDS, CALL_SECONDS, LOOK_SECONDS = 60, 20, 4
LETTERS = "Bonjour, que puis-je faire pour vous ? Un instant."
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream=fps=30",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
# Notes when this page was connected and when it showed the first image.
NOTES = """() => {
  const root = document.querySelector("[data-conversation]");
  const { conversation } = root.room;
  const notes = (window.notes = { letters: [] });
  root.querySelector('[data-call-act="enter"]').addEventListener("click", () => {
    notes.pressed = performance.now();
  }, { capture: true });
  conversation.addEventListener("media", ({ detail }) => {
    if (detail.connection === "connected") notes.connected ??= performance.now();
    if (detail.figures) notes.fps = detail.figures.fps;
    if (detail.up) notes.up = true;
  });
  conversation.addEventListener("text", () => requestAnimationFrame(() => {
    notes.letters.push(performance.timeOrigin + performance.now());
  }));
  new MutationObserver(() => {
    const video = root.querySelector("[data-call-others] video");
    if (!video || notes.watched) return;
    notes.watched = true;
    video.requestVideoFrameCallback(() => (notes.image = performance.now()));
  }).observe(root, { childList: true, subtree: true });
}"""
TYPE = """async (letters) => {
  const input = document.querySelector("[data-text-input]");
  const typed = [];
  for (const letter of letters) {
    input.value += letter;
    typed.push(performance.timeOrigin + performance.now());
    input.dispatchEvent(new Event("input"));
    await new Promise((done) => setTimeout(done, 60));
  }
  return typed;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="boutdufil bench media", description=__doc__)
    parser.add_argument("--runs", type=int, default=12, help="calls measured, after one to warm up")
    parser.add_argument("--relay", action="store_true", help="through a coturn on the loopback")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    arguments = parser.parse_args()
    figures = measure(arguments.runs, relay=arguments.relay)
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:<22} {value}")


def measure(runs: int, *, relay: bool) -> dict[str, object]:
    with relaying(relay), serving() as site, sync_playwright() as playwright:
        browser = launch(playwright)
        measure_call(browser, site)
        found = [measure_call(browser, site) for _ in range(runs)]
        browser.close()
    letters = [delay for one in found for delay in one["letters"]]
    return {
        **spread("connected_ms", [one["connected"] for one in found]),
        **spread("first_image_ms", [one["image"] for one in found]),
        "fps": round(float(np.median([one["fps"] for one in found])), 1),
        **spread("text_ms", letters),
        "runs": runs,
        "relay": relay,
        "cores": os.cpu_count(),
    }


def spread(name: str, values: list[float]) -> dict[str, float]:
    p50, p95 = np.percentile(values, (50, 95))
    return {f"{name}_p50": round(float(p50), 1), f"{name}_p95": round(float(p95), 1)}


def launch(playwright: Playwright) -> Browser:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return playwright.chromium.launch(executable_path=found, args=FLAGS)


@contextlib.contextmanager
def relaying(wanted: bool) -> Iterator[None]:
    """Say to the site, by its environment, how media go."""
    os.environ["BOUTDUFIL_MEDIA"] = "relay" if wanted else "direct"
    if not wanted:
        yield
        return
    with Coturn().running() as relay:
        os.environ["BOUTDUFIL_TURN_URLS"] = ",".join(relay.urls)
        os.environ["BOUTDUFIL_TURN_SECRET"] = relay.secret
        yield


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Run the web process, and give its address."""
    os.environ["BOUTDUFIL_WEB_JOBS"] = "0"
    with socket.create_server(("127.0.0.1", 0)) as listener, web_child(listener).running():
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        wait_for(address)
        yield address


def wait_for(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/essai/", timeout=10).close()
            return
        time.sleep(0.2)
    raise SystemExit("the site does not answer")


def measure_call(browser: Browser, site: str) -> dict[str, object]:
    tokens = open_seats()
    # A window each: a page behind another is drawn once a second only.
    size = {"width": 900, "height": 800}
    contexts = [browser.new_context(locale="fr-FR", viewport=size) for _ in tokens]
    pages = zip(contexts, tokens, strict=True)
    waiting, coming = (open_page(context.new_page(), site, token) for context, token in pages)
    press(waiting)
    waiting.wait_for_function("() => document.querySelector('.call').dataset.phase === 'in'")
    press(coming)
    for page in (waiting, coming):
        page.wait_for_function("() => notes.up && notes.image", timeout=CALL_SECONDS * 1000)
    time.sleep(LOOK_SECONDS)
    typed = coming.evaluate(TYPE, LETTERS)
    waiting.wait_for_function(f"() => notes.letters.length >= {len(typed)}")
    seen = waiting.evaluate("notes.letters")
    notes = coming.evaluate("notes")
    fps = min(notes["fps"], waiting.evaluate("notes.fps"))
    for context in contexts:
        context.close()
    return {
        "connected": notes["connected"] - notes["pressed"],
        "image": notes["image"] - notes["pressed"],
        "fps": fps,
        "letters": [shown - pressed for pressed, shown in zip(typed, seen, strict=False)],
    }


def open_page(page: Page, site: str, token: str) -> Page:
    page.goto(f"{site}/essai/appel/{token}/")
    page.wait_for_function("() => document.querySelector('[data-conversation]').room")
    page.evaluate(NOTES)
    return page


def press(page: Page) -> None:
    page.locator('[data-call-act="enter"]').click()


def open_seats() -> list[str]:
    """Open a practised call with a caller and an agent; return the tokens of their legs."""
    # Only importable once Django is ready. Playwright's loop runs in this thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    django.setup()
    from boutdufil.kernel.calls import selectors, services  # noqa: PLC0415

    scenario = selectors.scenarios()[0].slug
    call = services.open_call(kind="practice", channel="video", scenario=scenario)
    roles = ("caller", "agent")
    seats = [services.add_participant(call=call, role=role, is_home=True) for role in roles]
    return [services.leg_token(seat.pk) for seat in seats]


if __name__ == "__main__":
    main()
