"""Scenarios of practised calls: data in ``data/scenarios/``, read strictly, kept by version."""

from boutdufil.kernel.calls.scenarios.rows import (
    Choice,
    Criterion,
    End,
    Fact,
    ProcedureLine,
    Scenario,
    ScenarioError,
    Turn,
    Words,
)
from boutdufil.kernel.calls.scenarios.shelf import (
    all_scenarios,
    latest_scenarios,
    read_scenario,
    scenario,
)
from boutdufil.kernel.calls.scenarios.walks import Step, Walk, walk

__all__ = [
    "Choice",
    "Criterion",
    "End",
    "Fact",
    "ProcedureLine",
    "Scenario",
    "ScenarioError",
    "Step",
    "Turn",
    "Walk",
    "Words",
    "all_scenarios",
    "latest_scenarios",
    "read_scenario",
    "scenario",
    "walk",
]
