"""Declared rules in plain sentences, from their settings alone: any version can be read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.kernel.ui.numbers import NO_BREAK_SPACE, format_number
from boutdufil.rooms.contests.enums import EntryKind, StageKind
from boutdufil.rooms.contests.rules.moments import when_words
from boutdufil.rooms.contests.rules.prizes import shares
from boutdufil.rooms.contests.rules.selection_words import selection_sentences
from boutdufil.rooms.contests.rules.stage_words import setting_sentences

Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the rules: a title, and sentences under it."""

    title: str
    sentences: tuple[str, ...]
    stage_id: int | None = None


def sections_of(settings: Settings) -> tuple[Section, ...]:
    """Return the whole rules in sentences, in the reader's language."""
    stages = settings["stages"]
    return (
        Section(_("Qui s’inscrit"), tuple(_entry(settings["edition"]))),
        *(_stage(stage, place, len(stages)) for place, stage in enumerate(stages)),
        Section(_("Ce qu’on gagne"), tuple(_prizes(settings))),
        Section(_("Les tirages au sort"), tuple(_draws(settings["seed_hash"]))),
        Section(_("Résultats et réclamations"), tuple(_results(settings["edition"]))),
    )


def moment_words(text: str) -> str:
    """Return a declared moment as the reader writes it, in the site's time.

    An empty one is unknown.
    """
    if not text:
        return _("inconnu")
    return when_words(datetime.fromisoformat(text))


def money_words(cents: int) -> str:
    """Return an amount in euros; whole ones without cents."""
    decimals = 0 if cents % 100 == 0 else 2
    return f"{format_number(cents / 100, decimals)}{NO_BREAK_SPACE}€"


def _entry(edition: Settings) -> Iterator[str]:
    if edition["entered_by"] == EntryKind.TEAM:
        bounds = {"least": edition["team_least"], "most": edition["team_most"]}
        yield _("On s’inscrit en équipe de %(least)s à %(most)s personnes.") % bounds
    else:
        yield _("On s’inscrit à titre individuel, en son nom.")
    yield _("Les inscriptions ouvrent %(opens)s et ferment %(closes)s.") % {
        "opens": moment_words(edition["opens_at"]),
        "closes": moment_words(edition["closes_at"]),
    }
    yield from _conditions(edition)
    yield _("On ne s’inscrit qu’une fois. Qui organise ou juge le concours n’y prend pas part.")
    yield _(
        "Chaque candidature reçoit un numéro. Les jurés et les classements ne connaissent que lui."
    )
    yield _("Toutes les heures sont celles du serveur du site, à l’heure de Paris.")


def _conditions(edition: Settings) -> Iterator[str]:
    if edition["needs_employer"]:
        yield _("Il faut travailler dans un centre de relation client.")
    if edition["needs_employer_consent"]:
        yield _(
            "L’employeur donne son accord : on le lui demande par e-mail, et rien d’autre ne lui"
            " est dit, ni présence ni points, sans l’accord de la personne."
        )
    if edition["needs_school"]:
        yield _("Il faut être inscrit dans un établissement d’enseignement.")
    if edition["other_conditions"]:
        yield edition["other_conditions"]


def _stage(stage: Settings, place: int, count: int) -> Section:
    title = _("Épreuve %(number)s : %(name)s") % {"number": place + 1, "name": stage["name"]}
    return Section(
        title,
        (
            *_when(stage, is_first=place == 0),
            *setting_sentences(stage),
            *selection_sentences(stage, is_last=place == count - 1),
        ),
        stage["id"],
    )


def _when(stage: Settings, *, is_first: bool) -> Iterator[str]:
    facts = {
        "kind": _cased(str(StageKind(stage["kind"]).label)),
        "starts": moment_words(stage["starts_at"]),
        "ends": moment_words(stage["ends_at"]),
    }
    yield _("%(kind)s. Commence %(starts)s, se termine %(ends)s.") % facts
    if is_first:
        yield _("Toutes les candidatures recevables y prennent part.")
    else:
        yield _("Seules les candidatures retenues à l’épreuve précédente y prennent part.")


def _prizes(settings: Settings) -> Iterator[str]:
    for prize in settings["prizes"]:
        yield _prize(prize)
    if not settings["prizes"]:
        yield _("Aucune dotation n’est annoncée.")
    if settings["edition"]["entered_by"] == EntryKind.TEAM:
        yield from _shared(settings)


def _prize(prize: Settings) -> str:
    parts = [prize["label"]]
    if prize["amount_cents"] is not None:
        parts.append(money_words(prize["amount_cents"]))
    if prize["giver"]:
        parts.append(_("offert par %(giver)s") % {"giver": prize["giver"]})
    facts = {"rank": prize["rank"], "what": ", ".join(parts)}
    return _("Place %(rank)s : %(what)s.") % facts


def _shared(settings: Settings) -> Iterator[str]:
    amounts = [one["amount_cents"] for one in settings["prizes"] if one["amount_cents"]]
    if not amounts:
        return
    most = settings["edition"]["team_most"]
    parts = " + ".join(map(money_words, shares(amounts[0], most)))
    told = _(
        "Une équipe partage en parts égales, au centime près : à %(most)s, %(total)s font"
        " %(parts)s. Le centime qui reste va d’abord à qui a inscrit l’équipe."
    )
    yield told % {"most": most, "total": money_words(amounts[0]), "parts": parts}


def _draws(seed_hash: str) -> Iterator[str]:
    yield _(
        "Tout tirage part d’une graine, un nombre choisi au hasard à la création du concours."
        " Elle est gardée secrète jusqu’au dernier résultat, puis publiée."
    )
    yield _("Son empreinte (SHA-256) est déjà publiée ici : %(hash)s.") % {"hash": seed_hash}
    yield _(
        "Pour départager, chaque numéro reçoit l’empreinte SHA-256 de « graine de l’épreuve »,"
        " deux-points, « numéro » ; la plus petite l’emporte. Chacun peut refaire le calcul."
    )


def _results(edition: Settings) -> Iterator[str]:
    if edition["embargo_until"]:
        told = _("Aucun résultat n’est dit avant cette heure : %(when)s.")
        yield told % {"when": moment_words(edition["embargo_until"])}
        yield _("À cette heure, ce qui est décidé est publié de lui-même.")
    else:
        yield _("Chaque résultat est publié après la décision du jury.")
    days = edition["appeal_days"]
    told = ngettext(
        "On peut contester un résultat pendant %(days)s jour après sa publication.",
        "On peut contester un résultat pendant %(days)s jours après sa publication.",
        days,
    )
    yield told % {"days": days}
    yield _("Chaque réclamation reçoit une réponse écrite, qui dit ce qu’elle a changé.")
    yield _(
        "Si une candidature retenue se retire avant l’épreuve suivante, la suivante de son"
        " classement prend sa place ; les autres gardent la leur."
    )
    yield _(
        "Ce règlement ne change qu’avec un motif publié, et jamais au détriment de qui est déjà"
        " dans une épreuve."
    )


def _cased(text: str) -> str:
    return text[:1].upper() + text[1:]
