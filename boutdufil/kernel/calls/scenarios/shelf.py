"""The scenarios of the package, each in every version that was ever published."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from boutdufil.kernel.calls.errors import UnknownScenarioError
from boutdufil.kernel.calls.scenarios import reading
from boutdufil.kernel.calls.scenarios.graph import check_graph
from boutdufil.kernel.calls.scenarios.rows import Scenario, ScenarioError

FOLDER = files("boutdufil.kernel.calls") / "data" / "scenarios"


def read_scenario(data: Mapping[str, Any]) -> Scenario:
    """Return the scenario of a JSON object, checked from end to end.

    :raises ScenarioError: naming the place and what is wrong there.
    """
    found = reading.read_scenario(data)
    check_graph(found)
    return found


@cache
def all_scenarios() -> Mapping[tuple[str, int], Scenario]:
    """Return every version of every scenario; a published version never changes."""
    shelf: dict[tuple[str, int], Scenario] = {}
    for name, data in _files():
        found = read_scenario(data)
        if name != f"{found.slug}.{found.version}.json":
            raise ScenarioError(name, "its name is its slug, its version and .json")
        shelf[found.slug, found.version] = found
    return shelf


@cache
def latest_scenarios() -> tuple[Scenario, ...]:
    """Return the newest version of each, the shortest first."""
    newest: dict[str, Scenario] = {}
    for (slug, version), found in all_scenarios().items():
        if slug not in newest or newest[slug].version < version:
            newest[slug] = found
    return tuple(sorted(newest.values(), key=lambda one: (one.minutes, one.slug)))


def scenario(slug: str, version: int | None = None) -> Scenario:
    """Return a scenario, in its newest version unless one is named.

    :raises UnknownScenarioError: when there is none.
    """
    if version is not None:
        found = all_scenarios().get((slug, version))
    else:
        found = next((one for one in latest_scenarios() if one.slug == slug), None)
    if found is None:
        raise UnknownScenarioError
    return found


def _files() -> Iterator[tuple[str, Any]]:
    for path in sorted(FOLDER.iterdir(), key=lambda one: one.name):
        if path.name.endswith(".json"):
            yield path.name, json.loads(path.read_text(encoding="utf-8"))
