"""What axe finds wrong on a page. What is right does not come back: it is most of its time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
CONTRAST = "color-contrast"
# A theme changes colours and nothing else.
COLOURS = (CONTRAST, "link-in-text-block")
RUN = """async () => {
  if (!("axe" in window)) return null;
  const off = {enabled: false};
  const on = {enabled: true};
  const rules = {"color-contrast": off, "link-in-text-block": off,
    "label-content-name-mismatch": on};
  const options = {resultTypes: ["violations"], preload: false, rules};
  const found = await axe.run(document, options);
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160))}`);
}"""
# Colours take three quarters of axe's time, and follow from the style of an element and from what
# is painted behind it: a number stands for each such line, at any width and in any theme.
#
# All else follows from what stands where, is shown, is named and leads somewhere, not from how it
# is worded: a number stands for the main part and one for the frame around it. It is the same in
# both languages, mostly at both widths, and for whoever else opens the page.
READ = """() => {
  const words = new Set(["id", "href", "src", "for", "name", "value", "content", "alt", "title",
    "action", "datetime", "d", "points", "placeholder", "aria-label", "aria-labelledby",
    "aria-describedby", "aria-controls"]);
  const pointing = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "headers"];
  const add = (sum, text) => {
    for (let at = 0; at < text.length; at++) sum = Math.imul(sum, 31) + text.charCodeAt(at) | 0;
    return sum;
  };
  // Numbers, addresses and tokens are read by no style and no rule.
  const plain = (text) => text.length > 40 || /[0-9/]/.test(text) ? "…" : text;
  const kept = (one) => one.name === "class" ? one.value : plain(one.value);
  const says = (element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const behind = new Map([[null, 0]]);
  const ground = (element) => {
    if (!behind.has(element)) {
      const style = getComputedStyle(element);
      const lies = !["static", "relative"].includes(style.position);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
        style.mixBlendMode, lies ? style.position + element.tagName + element.className : ""];
      const painted = own.join(" ") !== "rgba(0, 0, 0, 0) none 1 none normal ";
      const below = ground(element.parentElement);
      behind.set(element, painted ? add(below, own.join(" ")) : below);
    }
    return behind.get(element);
  };
  const text = (element) => {
    const style = getComputedStyle(element);
    return [style.color, style.fontSize, style.fontWeight, style.textShadow, style.fill,
      style.textDecorationLine, style.webkitTextFillColor].join(" ");
  };
  const line = (element) => {
    const off = element.closest(":disabled, [aria-disabled=true], [aria-hidden=true], [inert]");
    const box = element.getBoundingClientRect();
    const own = [text(element), !!off, !!element.control?.disabled, box.width > 1, box.height > 1,
      element.textContent.trim().length > 1, element.matches("input, select, textarea, svg *")];
    // A link among words has to differ from them.
    if (element.tagName === "A") own.push(text(element.parentElement), says(element.parentElement));
    return add(ground(element), own.join(" "));
  };
  const all = [...document.querySelectorAll("*")];
  const named = all.filter((one) => one.id);
  const ids = new Set(named.map((one) => one.id));
  const twice = named.length - ids.size;
  const leads = (id) => ids.has(id) && /\\S/.test(document.getElementById(id).textContent);
  const fold = (text) => text.replace(/\\s+/g, " ").trim().toLowerCase();
  const attribute = ({name, value, ownerElement}) => {
    if (name === "value" || name === "nonce" || name.startsWith("data-")) return name;
    if (name === "aria-label") return [name, value.trim() !== "",
      fold(value).includes(fold(ownerElement.textContent))].join(" ");
    if (pointing.includes(name)) return name + value.split(/\\s+/).map(leads);
    if (name === "href" && value.startsWith("#")) return name + ids.has(value.slice(1));
    return name + (words.has(name) ? value.trim() !== "" : kept({name, value}));
  };
  const scrolls = (element) => (element.scrollWidth > element.clientWidth + 1 ||
    element.scrollHeight > element.clientHeight + 1) &&
    /auto|scroll/.test(getComputedStyle(element).overflow);
  const depth = (element) => element ? 1 + depth(element.parentElement) : 0;
  const parts = [twice, twice];
  for (const element of all) {
    const own = [element.tagName, depth(element), says(element), element.checkVisibility(
      {visibilityProperty: true}), element.tabIndex, scrolls(element), element.disabled,
      element.checked, element.open, ...[...element.attributes].map(attribute)];
    const part = element.closest("main") ? 0 : 1;
    parts[part] = add(parts[part], own.join(" "));
  }
  window.spoken = all.filter((element) => document.body.contains(element) &&
    element.checkVisibility({visibilityProperty: true}) &&
    (element.matches("input, select, textarea") || says(element)));
  return {parts, lines: window.spoken.map(line)};
}"""
# A live page may have taken an element away since it was read: that one is looked at another time.
RUN_COLOURS = """async ([places, values]) => {
  if (!("axe" in window)) return null;
  const here = places.filter((at) => window.spoken[at].isConnected);
  if (!here.length) return {here, found: []};
  const only = {type: "rule", values};
  const options = {resultTypes: ["violations"], preload: false, runOnly: only};
  const told = await axe.run({include: here.map((at) => window.spoken[at])}, options);
  const found =
    told.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160))}`);
  return {here, found};
}"""
# Lines and parts of pages that were found well: each is looked at once.
_well: set[tuple[str, int]] = set()


def violations(page: Page, *, colours_alone: bool = False) -> list[str]:
    """Return what breaks a rule of axe, best practices included; or one about colours alone."""
    read = page.evaluate(READ)
    found = [] if colours_alone else _structure(page, read["parts"])
    return found + _colours(page, read["lines"])


def _structure(page: Page, parts: Sequence[int]) -> list[str]:
    """Return what is wrong but for colours, unless both parts of the page were found well."""
    seen = {("main", parts[0]), ("frame", parts[1])}
    if seen <= _well:
        return []
    found: list[str] = _run(page, RUN)
    if not found:
        _well.update(seen)
    return found


def _colours(page: Page, lines: Sequence[int]) -> list[str]:
    """Return what is hard to read among the lines not seen yet; one that is has to be mended."""
    looks = [("line", line) for line in lines]
    fresh = {line: place for place, line in enumerate(looks) if line not in _well}
    if not fresh:
        return []
    told = _run(page, RUN_COLOURS, [sorted(fresh.values()), list(COLOURS)])
    if not told["found"]:
        _well.update(looks[place] for place in told["here"])
    return list(told["found"])


def _run(page: Page, script: str, given: object = None) -> Any:
    """Return what a script of axe answers; a page that has no axe yet is given it."""
    found = page.evaluate(script, given)
    if found is None:
        page.evaluate(AXE)
        found = page.evaluate(script, given)
    return found
