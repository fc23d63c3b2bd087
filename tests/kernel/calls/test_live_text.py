"""Live text over two ways at once: whichever arrives first, what is read is what was written."""

from pathlib import Path

import pytest

from boutdufil.kernel import calls
from tests.browsers import open_browser

__all__ = ["open_browser"]
pytestmark = pytest.mark.browser
MODULES = Path(calls.__file__).parent / "static" / "calls"
SITE = "http://text.test/"
BOX = """
<textarea data-text-input></textarea>
<ol data-text-lines></ol>
<div data-text-announcer></div>
"""
# Two pages of one conversation, and what is under way between them: each way keeps its order,
# neither knows of the other's.
WORLD = """
import { LiveText } from "/text.js";

const SIGNS = ["a", "é", " ", "👋", "👩🏽‍🦰", "\\n", "z\\n\\n", "\\b", "\\ud83d", "1\\n2\\n3"];

export class End {
  constructor(name, leg, channel) {
    this.ways = { leg, channel };
    this.isOpen = false;
    this.box = document.createElement("div");
    this.box.innerHTML = `BOX`;
    const send = (body) => this.ways[this.isOpen ? "channel" : "leg"].push(body);
    this.text = new LiveText(this.box, { send, you: name });
    this.input = this.box.querySelector("textarea");
  }

  write(value) {
    this.input.value = value;
    this.input.dispatchEvent(new Event("input"));
  }

  // What one of the two has written, finished lines and the one under the pen.
  of(name) {
    const items = [...this.box.querySelectorAll("li")];
    const mine = items.filter((item) => item.querySelector("span").textContent === name);
    const read = (item) => item.querySelector("p").textContent;
    const isWriting = (item) => item.classList.contains("call-line--writing");
    const done = mine.filter((item) => !isWriting(item)).map(read);
    return [...done, mine.filter(isWriting).map(read).join("")];
  }

  get written() {
    return [...this.of(this.text.you).slice(0, -1), this.text.sent];
  }
}

export class World {
  constructor(seed) {
    this.state = seed;
    this.queues = { ab: [], ba: [], AB: [], BA: [] };
    this.a = new End("Ana", this.queues.ab, this.queues.AB);
    this.b = new End("Bo", this.queues.ba, this.queues.BA);
    this.a.text.meet("b", "Bo", "1");
    this.b.text.meet("a", "Ana", "1");
  }

  // A small generator with a seed, so that a failure can be seen again (mulberry32).
  random(below) {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  any() {
    const ways = Object.keys(this.queues);
    return ways[this.random(ways.length)];
  }

  deliver(way) {
    const body = this.queues[way].shift();
    if (!body) return;
    if (way.toLowerCase() === "ab") this.b.text.hear("a", body);
    else this.a.text.hear("b", body);
  }

  deliverAll() {
    for (;;) {
      const ways = Object.keys(this.queues).filter((way) => this.queues[way].length);
      if (!ways.length) return;
      this.deliver(ways[this.random(ways.length)]);
    }
  }

  write(end) {
    const signs = [...end.input.value];
    const at = this.random(3) ? signs.length : this.random(signs.length + 1);
    const erased = this.random(4) ? 0 : this.random(signs.length - at + 3);
    signs.splice(at, erased, this.random(5) ? SIGNS[this.random(SIGNS.length)] : "");
    if (!this.random(6)) signs.pop();
    end.write(signs.join("") + (this.random(60) ? "" : "long ".repeat(130)));
  }

  open(end, isOpen) {
    if (end.isOpen === isOpen) return;
    end.isOpen = isOpen;
    if (isOpen) end.text.resume(end === this.a ? "b" : "a");
  }

  step(losing) {
    const end = this.random(2) ? this.a : this.b;
    const chance = this.random(40);
    if (chance < 20) this.write(end);
    else if (chance < 37) this.deliver(this.any());
    else if (losing && chance === 37) this.queues[this.any()].length = 0;
    else this.open(end, Boolean(this.random(2)));
  }

  get differs() {
    const { a, b } = this;
    const pairs = [[a.written, b.of("Ana")], [b.written, a.of("Bo")]];
    const wrong = pairs.filter(([wrote, read]) => JSON.stringify(wrote) !== JSON.stringify(read));
    return wrong.length ? wrong : null;
  }
}

window.End = End;
window.World = World;
"""


@pytest.fixture(scope="module")
def module_page(open_browser):
    """One page that holds the modules and a clock that stands still."""
    context = open_browser("chromium").new_context()
    page = context.new_page()
    page.clock.install()
    page.route(f"{SITE}**", answer)
    page.goto(SITE)
    page.wait_for_function("() => window.World")
    yield page
    context.close()


def answer(route):
    """Answer with a module as it is served, or with the page around it."""
    name = route.request.url.removeprefix(SITE)
    if name.endswith(".js") and name != "world.js":
        return route.fulfill(path=MODULES / name, content_type="text/javascript")
    if name == "world.js":
        return route.fulfill(body=WORLD.replace("BOX", BOX), content_type="text/javascript")
    page = '<!doctype html><meta charset="utf-8"><script type="module" src="/world.js"></script>'
    return route.fulfill(body=page, content_type="text/html")


ANY_ORDER = """(seeds) => {
  for (let seed = 1; seed <= seeds; seed++) {
    const world = new World(seed);
    for (let step = 0; step < 150; step++) world.step(false);
    world.deliverAll();
    if (world.differs) return { seed, differs: world.differs };
  }
  return null;
}"""


def test_whatever_the_order_of_arrival_what_is_read_is_what_was_written(module_page):
    assert module_page.evaluate(ANY_ORDER, 150) is None


WITH_LOSSES = """(seeds) => {
  window.worlds = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const world = new World(seed);
    for (let step = 0; step < 150; step++) world.step(true);
    // Each leg came back, and says so.
    world.a.text.resume("b");
    world.b.text.resume("a");
    window.worlds.push(world);
  }
}"""
DELIVER = "() => { for (const world of window.worlds) world.deliverAll(); }"
DIFFERENT = "() => window.worlds.find((world) => world.differs)?.differs ?? null"


def test_what_was_lost_on_a_way_is_asked_for_and_read(module_page):
    module_page.evaluate(WITH_LOSSES, 60)
    for _ in range(3):
        module_page.evaluate(DELIVER)
        module_page.clock.run_for(6_000)
    module_page.evaluate(DELIVER)

    assert module_page.evaluate(DIFFERENT) is None


GAP = """(letters) => {
  const world = (window.world = new World(1));
  for (let at = 1; at <= letters; at++) world.a.write("x".repeat(at % 900));
  world.queues.ab.length = 0;
  world.a.write("Me lisez-vous");
  world.deliverAll();
  return world.b.of("Ana");
}"""
READ = "() => { window.world.deliverAll(); return window.world.b.of('Ana'); }"


@pytest.mark.parametrize("lost", [pytest.param(3, id="few"), pytest.param(1_200, id="many")])
def test_a_gap_is_waited_for_then_given_up(module_page, lost):
    assert module_page.evaluate(GAP, lost) == [""]

    module_page.clock.run_for(1_400)
    assert module_page.evaluate(READ) == [""], "it may still be on its way"
    module_page.clock.run_for(200)
    module_page.evaluate(READ)
    module_page.clock.run_for(3_000)

    assert module_page.evaluate(READ) == ["Me lisez-vous"]


LATE = """() => {
  const world = new World(1);
  world.a.write("Mon code\\nest le 4");
  world.deliverAll();
  const late = new End("Iris", [], []);
  const sent = [];
  world.a.text.send = (body, to) => to === "late" && sent.push(body);
  late.text.meet("a", "Ana", "1");
  world.a.text.meet("late", "Iris", "1");
  world.a.text.hear("late", { again: 1 });
  for (const body of sent) late.text.hear("a", body);
  return late.of("Ana");
}"""


def test_who_comes_later_reads_the_line_under_the_pen_and_none_before(module_page):
    assert module_page.evaluate(LATE) == ["est le 4"]


ALONE = """() => {
  const sent = [];
  const [early, late] = [new End("Ana", sent, []), new End("Bo", [], [])];
  early.write("Mon colis\\nest perdu\\ndepuis");
  for (const other of ["b", "c"]) early.text.meet(other, other, "1");
  late.text.meet("a", "Ana", "1");
  const read = (n) => sent.filter((body) => body.n === n).map((body) => body.line ?? body.chars);
  for (const body of sent.slice(0, 5)) late.text.hear("a", body);
  return [late.of("Ana"), read(1)];
}"""


def test_what_is_written_before_anybody_comes_is_read_by_the_first(module_page):
    read, firsts = module_page.evaluate(ALONE)
    assert read == ["Mon colis", "est perdu", "depuis"]
    assert firsts == ["Mon colis", "depuis"], "the second reads the line under the pen alone"


RELOADED = """() => {
  const world = new World(1);
  world.a.write("Allô");
  world.b.write("Je vous lis");
  world.deliverAll();
  world.a = new End("Ana", world.queues.ab, world.queues.AB);
  world.a.text.meet("b", "Bo", "1");
  world.b.text.meet("a", "Ana", "2");
  world.a.write("Me revoici");
  world.deliverAll();
  return [world.a.of("Bo"), world.b.of("Ana")];
}"""


def test_a_page_that_is_loaded_again_begins_anew(module_page):
    assert module_page.evaluate(RELOADED) == [["Je vous lis"], ["Allô", "Me revoici"]]


AWAY = """() => {
  const world = new World(1);
  world.a.write("Allô, je vous");
  world.deliverAll();
  world.b.text.leave("a");
  world.a.write("Allô, je vous entends");
  world.deliverAll();
  world.b.text.meet("a", "Ana", "1");
  world.b.text.resume("a");
  world.deliverAll();
  return world.b.of("Ana");
}"""


def test_who_was_only_away_goes_on_with_the_line(module_page):
    assert module_page.evaluate(AWAY) == ["Allô, je vous", "Allô, je vous entends"]
