"""What a stage's selection means, in sentences, and what a tie would come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.engines.judging import Candidate, Outcome, select
from boutdufil.rooms.contests.enums import Per, RanksBy, StageKind, Ties
from boutdufil.rooms.contests.rules.selecting import rule_of
from boutdufil.rooms.contests.rules.tie_keys import words_of

Settings = Mapping[str, Any]
EXAMPLE_SEED = "exemple"
# Never numbers that are given out: those of entries are longer.
EXAMPLE_NUMBERS = ("A1", "B2", "C3", "D4")


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """An invented candidate of a worked example: points, what each key says, its fate."""

    number: str
    points: int
    keyed: tuple[tuple[str, int], ...]
    is_selected: bool
    words: str


@dataclass(frozen=True, slots=True)
class Example:
    """What the rule of a stage does with equals, computed by the engine that will select."""

    takes: int
    key_words: tuple[str, ...]
    lines: tuple[ExampleLine, ...]


def selection_sentences(stage: Settings, *, is_last: bool) -> Iterator[str]:
    """Say who is selected, and how equals are told apart."""
    yield taken_words(stage["per"], stage["takes"], is_last=is_last)
    if stage["per"] != Per.ALL and stage["pool_below"]:
        yield _pooled(stage) % {"least": stage["pool_below"]}
    if stage["minimum"]:
        told = _("Il faut au moins %(share)s %% des points.")
        yield told % {"share": stage["minimum"]}
    yield from _equals(stage)
    if stage["kind"] != StageKind.QUIZ:
        yield _marks(stage)


def taken_words(per: str, takes: int, *, is_last: bool) -> str:
    """Say how many go on, and from among whom; of the last stage, who wins."""
    told = {
        Per.CITY: ngettext(
            "La première candidature de chaque ville est retenue.",
            "Les %(takes)s premières candidatures de chaque ville sont retenues.",
            takes,
        ),
        Per.REGION: ngettext(
            "La première candidature de chaque région est retenue.",
            "Les %(takes)s premières candidatures de chaque région sont retenues.",
            takes,
        ),
        Per.ALL: ngettext(
            "La première candidature est retenue.",
            "Les %(takes)s premières candidatures sont retenues.",
            takes,
        ),
    }
    if is_last and per == Per.ALL:
        crowned = ngettext(
            "La première candidature l’emporte.",
            "Les %(takes)s premières candidatures sont lauréates, dans l’ordre.",
            takes,
        )
        return crowned % {"takes": takes}
    return told[Per(per)] % {"takes": takes}


def example_of(stage: Settings) -> Example:
    """Work out a tie at the last place by the stage's own rule, with invented candidates.

    One leads, the others share the same points; the keys tell one of them apart where there are
    any, so that the draw or the common passage is seen too.
    """
    rule = rule_of(
        {**stage, "takes": 2, "per": Per.ALL, "minimum": 0},
        draw_seed=EXAMPLE_SEED,
        most_points=None,
    )
    keys = tuple(stage["tie_keys"])
    scores = _example_scores(len(keys))
    candidates = [
        Candidate(number, "", dict(zip(rule.names, map(Fraction, scores[number]), strict=True)))
        for number in EXAMPLE_NUMBERS
    ]
    words = tuple(map(words_of, keys))
    found = select(candidates, rule).places
    return Example(2, words, tuple(_line(one, words, scores[one.number]) for one in found))


def _example_scores(keys: int) -> dict[str, tuple[int, ...]]:
    """Return points and keys: A1 ahead, then equals; with keys D4 falls behind at the last one."""
    same = (14, *[6] * keys)
    behind = (14, *[6] * (keys - 1), 5) if keys else (12,)
    return {"A1": (17, *[8] * keys), "B2": same, "C3": same, "D4": behind}


def _line(one: Outcome, words: tuple[str, ...], scores: tuple[int, ...]) -> ExampleLine:
    keyed = tuple(zip(words, scores[1:], strict=True))
    return ExampleLine(one.number, scores[0], keyed, one.selected, _why(one))


def _why(one: Outcome) -> str:
    kind, _colon, key = one.decided_by.partition(":")
    if kind == "key":
        return _("départagé par %(what)s") % {"what": words_of(key)}
    words = {
        "score": _("par ses points"),
        "draw": _("par le tirage : son empreinte commence par %(mark)s") % {"mark": one.mark[:6]},
        "tie_advanced": _("retenu avec ses égaux"),
    }
    return words.get(kind, "")


def _pooled(stage: Settings) -> str:
    if stage["per"] == Per.CITY:
        return _(
            "Les villes de moins de %(least)s candidatures sont classées ensemble, comme une seule."
        )
    return _(
        "Les régions de moins de %(least)s candidatures sont classées ensemble, comme une seule."
    )


def _equals(stage: Settings) -> Iterator[str]:
    if stage["tie_keys"]:
        keys = _(", puis ").join(map(words_of, stage["tie_keys"]))
        yield _("À égalité de points, on compare %(keys)s.") % {"keys": keys}
    if stage["ties"] == Ties.ADVANCE_ALL:
        yield _("Celles qui restent égales à la dernière place sont toutes retenues.")
    else:
        yield _("Celles qui restent égales sont départagées par un tirage que chacun peut refaire.")
    yield _("La vitesse ne compte jamais.")


def _marks(stage: Settings) -> str:
    if stage["ranks_by"] == RanksBy.CALIBRATED:
        return _(
            "Le classement suit les notes corrigées de la sévérité de chaque juré. Le jury reste"
            " souverain : il peut s’en écarter, avec un motif écrit au procès-verbal."
        )
    return _(
        "Le classement suit les notes des jurés, telles quelles. Le jury reste souverain : il peut"
        " s’en écarter, avec un motif écrit au procès-verbal."
    )
