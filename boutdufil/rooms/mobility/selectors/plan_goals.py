"""The goals of a plan in sentences: what each seeks, what it reached, how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boutdufil.engines.redeployment import Certainty, Goal, Stage
from boutdufil.kernel.ui.numbers import format_number

# Decimals of a large sum tell nothing.
MANY = 10_000
# The goals people are told, and the measures each of them is made of, in the order they are served.
GROUPS = (
    (Goal.PLACED,),
    (Goal.DAYS, Goal.TERMS),
    (Goal.FLOOR,),
    (Goal.FIT, Goal.PRIORITY),
)


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One measure of a goal; `optimal` is an exact proof, `proven` one that rounding allows."""

    words: str
    value: str
    proof: str
    optimal: bool
    proven: bool


@dataclass(frozen=True, slots=True)
class GoalGroup:
    """One of the four goals, with its measures and a remark, which may be empty."""

    words: str
    remark: str
    rows: tuple[GoalRow, ...]


def goal_groups(stages: Sequence[Stage], people: int) -> tuple[GoalGroup, ...]:
    """Return the goals a plan was computed for, in their order; those without a measure are out."""
    by_goal = {stage.goal: stage for stage in stages}
    groups = []
    for goals in GROUPS:
        rows = tuple(goal_row(by_goal[goal], people) for goal in goals if goal in by_goal)
        if rows:
            groups.append(GoalGroup(_group_words(goals[0]), _remark(goals[0]), rows))
    return tuple(groups)


def goal_row(stage: Stage, people: int) -> GoalRow:
    """Return a measure in words."""
    return GoalRow(
        words=goal_words(stage.goal),
        value=value_words(stage, people),
        proof=stage_words(stage),
        optimal=is_optimal(stage),
        proven=is_proven(stage),
    )


def _group_words(first: Goal) -> str:
    return {
        Goal.PLACED: _("Une proposition à chaque personne"),
        Goal.DAYS: _("Pas de jours sans contrat, contrat et salaire gardés"),
        Goal.FLOOR: _("Pas de poste loin de ce qu’on sait faire"),
        Goal.FIT: _("Des compétences communes"),
    }[first]


def _remark(first: Goal) -> str:
    if first != Goal.FIT:
        return ""
    return _("Les critères déclarés peuvent changer jusqu’à 1 % de cette somme, jamais plus.")


def joint_rule() -> str:
    """Return in one sentence what decides where nobody asked for a post."""
    return _(
        "Les propositions, elles, sont calculées pour tous ensemble : le plus de personnes avec"
        " une proposition, puis le moins de jours sans contrat et le plus de contrats, d’heures et"
        " de salaires gardés, puis le moins de propositions sous le plancher de compétences, puis"
        " le plus de compétences communes, dont les critères déclarés peuvent changer 1 %."
    )


def goal_words(goal: Goal) -> str:
    """Return what a goal seeks."""
    return {
        Goal.PLACED: _("Le plus de personnes avec une proposition dans leurs propres limites"),
        Goal.DAYS: _("Le moins de jours sans contrat"),
        Goal.TERMS: _("Le plus de contrats, d’heures et de salaires gardés"),
        Goal.FLOOR: _("Le moins de propositions sous le plancher de compétences"),
        Goal.FIT: _("Le plus de compétences communes"),
        Goal.PRIORITY: _("Les critères déclarés"),
        Goal.TIE: _("Le tirage fixe"),
    }[goal]


def stage_words(stage: Stage) -> str:
    """Return how sure the value of a goal is."""
    if stage.proof == Certainty.OPTIMAL:
        return _("aucun plan ne fait mieux sans nuire à un but d’avant")
    if is_proven(stage):
        return _("aucun plan ne fait mieux, à l’arrondi près")
    return _("aucun plan ne dépasse %(bound)s") % {"bound": figure_words(stage.bound)}


def is_optimal(stage: Stage) -> bool:
    """Tell whether a goal is proven exactly, not to the rounding of its figure."""
    return stage.proof == Certainty.OPTIMAL


def is_proven(stage: Stage) -> bool:
    """Tell whether the bound of a goal, as it is printed, is what the goal reached."""
    return stage.proof == Certainty.OPTIMAL or figure_words(stage.value) == figure_words(
        stage.bound
    )


def value_words(stage: Stage, people: int) -> str:
    """Return what a goal reached, with its unit."""
    value = figure_words(stage.value)
    return {
        Goal.PLACED: _("%(value)s personnes sur %(people)d"),
        Goal.DAYS: _("%(value)s jours en tout"),
        Goal.TERMS: _("%(value)s personnes"),
        Goal.FLOOR: _("%(value)s personnes"),
        Goal.FIT: _("somme des parts : %(value)s"),
        Goal.PRIORITY: _("somme des points : %(value)s"),
        Goal.TIE: "%(value)s",
    }[stage.goal] % {"value": value, "people": people}


def figure_words(value: float) -> str:
    """Return a figure with both its decimals or none, as its reader writes numbers."""
    whole = abs(value) >= MANY or float(value).is_integer()
    return format_number(value, 0 if whole else 2)
