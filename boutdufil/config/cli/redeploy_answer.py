"""What ``boutdufil redeploy`` answers: tables, JSON, CSV. Needs Django."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from boutdufil.config.cli.redeploy_plan import Answer
from boutdufil.engines.redeployment import Alternative, Certainty, Change, Goal, Move, Reason, Stage
from boutdufil.kernel.ui.numbers import format_number, format_percent
from boutdufil.lib.tables import Value, write_csv

UNKNOWN = "inconnu"
HEADER = (
    "Pseudonyme", "Métier", "Référence", "Intitulé", "Commune", "Compétences acquises (%)",
    "Trajet (min)", "Jours sans contrat", "Contrat, heures et salaire conservés",
)  # fmt: skip
SHORT_HEADER = (
    "Personne", "Offre", "Intitulé", "Acquis", "Trajet (min)", "Jours sans contrat", "Conservé",
)  # fmt: skip
GOALS = {
    Goal.PLACED: "Personnes avec une proposition dans leurs limites",
    Goal.DAYS: "Jours sans contrat",
    Goal.TERMS: "Contrat, heures et salaire conservés",
    Goal.FLOOR: "Personnes sous le plancher de compétences",
    Goal.FIT: "Somme des parts de compétences acquises",
    Goal.PRIORITY: "Critères déclarés (points)",
}
REASONS = {
    Reason.PROPOSED: "proposé",
    Reason.SETTLED: "une autre offre est acceptée",
    Reason.LIMITS: "hors de vos limites",
    Reason.REFUSED: "refusé par vous",
    Reason.TAKEN: "toutes les places sont acceptées",
    Reason.EQUAL: "aussi bien pour tous, le sort a décidé",
    Reason.COSTS_THE_WHOLE: "coûterait à l’ensemble",
}
LIMITS = {
    "journey": "trajet", "sunday": "dimanche", "night": "nuit", "home": "jours à domicile",
    "wanted": "autre offre demandée",
}  # fmt: skip
SHOWN = 12
MOVES_SHOWN = 3


def as_csv(answer: Answer) -> bytes:
    """Return the plan as a table, one line a person."""
    return write_csv(HEADER, [row(answer, person) for person in answer.plan.assignment])


def row(answer: Answer, person: str) -> list[Value]:
    """Return one line of the plan."""
    employee, reference = answer.people[person], answer.plan.assignment[person]
    if reference is None:
        return [person, employee.title, None, "aucune proposition", None, None, None, None, None]
    post, judged = answer.posts[reference].row, answer.judged[person, reference]
    fit = UNKNOWN if judged.fit is None else round(100 * judged.fit)
    place = answer.places.get(post.commune, post.commune)
    days = judged.gap_days if judged.gap_known else UNKNOWN
    return [
        person, employee.title, reference, post.title, place, fit, judged.minutes, days,
        "oui" if judged.keeps_terms else "non",
    ]  # fmt: skip


def as_data(answer: Answer, person: str | None) -> dict[str, Any]:
    """Return the plan as plain data."""
    data: dict[str, Any] = {
        "goals": [asdict(stage) for stage in answer.plan.stages],
        "proof_checked": answer.faults == () if answer.faults is not None else None,
        "proposals": [proposal(answer, name) for name in answer.plan.assignment],
        "waiting": list(answer.plan.waiting),
        "free_places": {ref: free for ref, free in answer.plan.free.items() if free},
        "would_rather_have_each_other": answer.unstable,
    }
    return data | ({"explanation": explanation(answer, person)} if person else {})


def explanation(answer: Answer, person: str) -> dict[str, Any]:
    """Return what one person is told, each weighed post with what one more place would bring."""
    told = answer.explainer.explain(person)
    more = {
        one.pair.offer: asdict(answer.explainer.one_more_place(one.pair.offer))
        for one in told.alternatives
        if one.change is not None
    }
    return {**asdict(told), "one_more_place": more}


def proposal(answer: Answer, person: str) -> dict[str, Any]:
    """Return one person's post as plain data."""
    reference = answer.plan.assignment[person]
    if reference is None:
        return {"person": person, "vacancy": None}
    judged = answer.judged[person, reference]
    return {
        "person": person,
        "vacancy": reference,
        "fit": None if judged.fit is None else round(judged.fit, 4),
        "minutes": judged.minutes,
        "gap_days": judged.gap_days if judged.gap_known else None,
        "keeps_terms": judged.keeps_terms,
    }


def show(answer: Answer, person: str | None) -> None:
    """Print the plan, or what one person is told."""
    console = Console()
    if person is not None:
        show_explanation(console, answer, person)
        return
    rows = [line(answer, name) for name in answer.plan.assignment]
    print_table(console, "Plan de redéploiement", SHORT_HEADER, rows)
    stages = [
        (GOALS[stage.goal], format_number(stage.value), proof(stage))
        for stage in answer.plan.stages
        if stage.goal is not Goal.PRIORITY or stage.bound
    ]
    header = ("Objectif", "Atteint", "Preuve")
    print_table(console, "Objectifs, dans leur ordre", header, stages)
    console.print(checked(answer), style="dim")
    if answer.unstable:
        console.print(
            f"Par les seules compétences, {format_number(answer.unstable)} fois une personne et "
            "une offre iraient mieux ensemble : les objectifs d’avant l’ont voulu autrement.",
            style="dim",
        )


def line(answer: Answer, person: str) -> list[Value]:
    """Return one line of the plan as a terminal shows it."""
    _, _, reference, title, _, fit, minutes, days, kept = row(answer, person)
    short = str(title).partition(" / ")[0]
    share = format_percent(fit / 100) if isinstance(fit, int) else fit
    return [person, reference, short, share, minutes, days, kept]


def proof(stage: Stage) -> str:
    """Say how sure the value of a goal is."""
    if stage.proof is Certainty.OPTIMAL:
        return "optimum prouvé"
    return f"borne prouvée : {format_number(stage.bound)}"


def checked(answer: Answer) -> str:
    """Say whether the proof was checked by the independent reader."""
    if answer.faults is None:
        return "Preuve calculée, non relue : le plan est trop grand pour la relecture."
    return "Preuve relue : elle tient." if not answer.faults else f"Preuve fausse : {answer.faults}"


def show_explanation(console: Console, answer: Answer, person: str) -> None:
    """Print why this post, and why not the others."""
    told = answer.explainer.explain(person)
    console.print(f"[bold]{person}[/bold] · {answer.people[person].title}")
    if told.proposed is None:
        console.print("Aucune proposition pour l’instant.")
    weighed = sorted(told.alternatives, key=lambda one: one.change is None)
    looked = [one for one in (told.proposed, *weighed) if one is not None]
    rows = [alternative(answer, one) for one in looked[:SHOWN]]
    header = ("Référence", "Intitulé", "Acquises", "Trajet", "Pourquoi")
    print_table(console, "Les offres regardées", header, rows)
    if len(looked) > SHOWN:
        console.print(f"Avec --json, les {format_number(len(looked))} offres.", style="dim")


def alternative(answer: Answer, one: Alternative) -> list[Value]:
    """Return one looked-at post as a line."""
    post, judged = answer.posts[one.pair.offer], answer.judged[one.pair.candidate, one.pair.offer]
    way = UNKNOWN if judged.minutes is None else f"{judged.minutes} min"
    return [post.reference, post.row.title, format_percent(judged.fit), way, why(answer, one)]


def why(answer: Answer, one: Alternative) -> str:
    """Say in a sentence why a post is, or is not, proposed."""
    said = REASONS[one.reason]
    if one.reason is Reason.LIMITS:
        broken = answer.judged[one.pair.candidate, one.pair.offer].limits
        return f"{said} ({', '.join(LIMITS[limit] for limit in broken)})"
    if one.change is None or one.reason is Reason.EQUAL:
        return said
    moves = one.moves[1:]
    told = [f"{said} ({change_words(one.change)})", *map(move_words, moves[:MOVES_SHOWN])]
    if len(moves) > MOVES_SHOWN:
        told.append(f"et {len(moves) - MOVES_SHOWN} de plus changeraient")
    if one.holders_fitting_better:
        told.append(f"y conviennent mieux : {one.holders_fitting_better}")
    return " ; ".join(told)


def move_words(move: Move) -> str:
    """Say what would become of somebody else."""
    if move.target is None:
        return f"{move.candidate} n’aurait plus de proposition"
    return f"{move.candidate} irait à {move.target}"


def change_words(change: Change) -> str:
    """Say what the whole would gain or lose."""
    parts = (
        ("personnes placées", change.placed), ("jours sans contrat", change.days),
        ("contrats conservés", change.terms), ("personnes sous le plancher", change.below_floor),
        ("compétences acquises", change.fit), ("critères", change.priority),
    )  # fmt: skip
    return ", ".join(
        f"{name} {'+' if amount > 0 else ''}{format_number(amount)}"
        for name, amount in parts
        if amount
    )


def print_table(
    console: Console, title: str, header: Sequence[str], rows: Sequence[Sequence[Value]]
) -> None:
    """Print a table; an empty cell is a dash."""
    table = Table(*header, title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for cells in rows:
        table.add_row(*("–" if cell is None else str(cell) for cell in cells))
    console.print(table)
