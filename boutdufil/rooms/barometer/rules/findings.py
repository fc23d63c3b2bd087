"""Why a run gave no weights, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from boutdufil.engines.calibration import Problem, Refusal
from boutdufil.rooms.barometer.rules.strata import LABELS, StratumBy


def finding_text(found: Mapping[str, Any] | str, named: Callable[[str, str], str]) -> str:
    """Return a finding in words with where it is; one kept as a text in earlier days is that text.

    ``named`` gives the name of a category of a margin.

    ``found`` holds ``problem`` (a name of Problem), ``margin``, ``category`` and ``facts``.
    """
    if isinstance(found, str):
        return found
    words = _sentences().get(found["problem"], _("Le calcul n’a pas abouti."))
    margin, category = found["margin"], found["category"]
    is_known = margin in set(StratumBy) and category
    shown = named(margin, category) if is_known else category
    place = " = ".join(part for part in (_name(margin), shown) if part)
    facts = ", ".join(
        f"{_fact_names().get(name, name)} {value:.6g}" for name, value in found["facts"].items()
    )
    return " ".join(part for part in (f"{place}." if place else "", words, facts) if part)


def _name(margin: str) -> str:
    return str(LABELS[StratumBy(margin)]) if margin in set(StratumBy) else margin


def _fact_names() -> dict[str, str]:
    return {
        "total": _("total demandé"),
        "nearest": _("au plus près"),
        "reached": _("atteint"),
        "row": _("ligne"),
    }


def _sentences() -> dict[str, str]:
    told = {
        Problem.NO_MARGIN: _("Aucune marge n’est donnée."),
        Problem.NO_COLUMN: _("Les centres n’ont pas cette variable."),
        Problem.SHAPE: _("Cette variable n’a pas autant de valeurs que de centres."),
        Problem.WEIGHT: _("Un poids est négatif ou n’est pas un nombre."),
        Problem.NOT_A_NUMBER: _("Une valeur manque ou n’est pas un nombre."),
        Problem.TOTAL: _("Ce total est négatif ou n’est pas un nombre."),
        Problem.UNKNOWN_CATEGORY: _(
            "Des centres ont cette modalité et la marge ne l’a pas. Ajoutez-la à la marge."
        ),
        Problem.EMPTY_CATEGORY: _(
            "Aucun centre qui a répondu n’a cette modalité. Regroupez-la avec une autre."
        ),
        Problem.UNREACHABLE: _("Ce total est zéro, et des centres y sont. Corrigez la marge."),
        Problem.TOTALS_DISAGREE: _("Ces marges ne comptent pas la même population."),
        Problem.BOUNDS: _("Les bornes doivent encadrer 1, comme 0,5 et 2."),
        Problem.NO_BOUNDS: _("Cette méthode n’a pas de bornes. Prenez logit ou tronquée."),
        Problem.IMPOSSIBLE: _("Aucun poids, dans ces bornes, n’atteint ce total. Élargissez-les."),
        Problem.UNMET: _("Pas atteint. Essayez une autre méthode ou des bornes plus larges."),
    }
    return {problem.name: words for problem, words in told.items()} | _refusals()


def _refusals() -> dict[str, str]:
    told = {
        Refusal.POPULATION: _("Une strate a moins d’unités que de centres tirés."),
        Refusal.LONELY: _("Une strate n’a qu’un centre tiré : sa précision est inconnue."),
        Refusal.PROBABILITY: _("Personne n’a répondu dans un groupe. Réunissez des groupes."),
        Refusal.EMPTY: _("Personne n’a répondu."),
        Refusal.MISSING: _("Il manque une valeur à qui a répondu."),
    }
    return {refusal.name: words for refusal, words in told.items()}
