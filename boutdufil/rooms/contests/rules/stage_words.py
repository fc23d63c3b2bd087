"""What a stage of each kind declares of its own, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.rooms.contests.enums import LatePolicy, QuizMode
from boutdufil.rooms.contests.rules.confirming import CONFIRMED_PER_PLACE
from boutdufil.rooms.contests.rules.marking import MARKING_WORDS
from boutdufil.rooms.contests.rules.moments import when_words

Settings = Mapping[str, Any]


def setting_sentences(stage: Settings) -> Iterator[str]:
    """Say what the settings of a stage's kind mean; what nobody declared is not said."""
    settings = stage["settings"]
    for name, tell in _TOLD.items():
        if settings.get(name):
            yield from tell(settings)


def duration_words(seconds: int) -> str:
    """Return a length of time in minutes, and seconds where there are some left."""
    minutes, left = divmod(seconds, 60)
    if not minutes:
        return ngettext("%(count)s seconde", "%(count)s secondes", left) % {"count": left}
    told = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return _("%(minutes)s et %(seconds)s s") % {"minutes": told, "seconds": left} if left else told


def _quiz(settings: Settings) -> Iterator[str]:
    yield _MODES[settings["mode"]]()
    told = _("Le temps est de %(time)s, compté par le serveur depuis le début de chacun.")
    yield told % {"time": duration_words(settings["seconds"])}
    if settings.get("grace_seconds"):
        told = _("Donnée à temps et restée en route, une réponse est prise %(time)s de plus.")
        yield told % {"time": duration_words(settings["grace_seconds"])}
    yield _(
        "Qui a un temps supplémentaire accordé l’a sur chaque limite, multiplié par le même nombre."
    )
    if settings.get("confirmation_items"):
        yield _called(settings)
        yield _confirmation(settings)


_MODES: Mapping[str, Callable[[], str]] = {
    QuizMode.SUPERVISED: lambda: _("On répond en salle, sous surveillance."),
    QuizMode.OPEN: lambda: _(
        "On répond à distance : c’est une qualification, qui ne décide d’aucun prix."
    ),
}


def _called(settings: Settings) -> str:
    """Say how many confirm; rules declared without it meant what is taken for it."""
    count = settings.get("confirmed_per_place", CONFIRMED_PER_PLACE)
    told = ngettext(
        "Pour chaque place, %(count)s personne est appelée en salle ; les ex æquo le sont toutes.",
        "Pour chaque place, %(count)s personnes sont appelées en salle ; les ex æquo le sont "
        "toutes.",
        count,
    )
    return told % {"count": count}


def _confirmation(settings: Settings) -> str:
    told = ngettext(
        "Qui passe répond encore à %(count)s question en salle, en %(time)s, avant d’être classé.",
        "Qui passe répond encore à %(count)s questions en salle, en %(time)s, avant d’être classé.",
        settings["confirmation_items"],
    )
    time = duration_words(settings.get("confirmation_seconds", 0))
    return told % {"count": settings["confirmation_items"], "time": time}


def _blueprint(settings: Settings) -> Iterator[str]:
    themes = [one for one in settings["blueprint"] if one["count"]]
    if not themes:
        return
    named = _(", ").join(_theme(one) for one in themes)
    total = sum(one["count"] for one in themes)
    told = ngettext(
        "%(count)s question, tirée pour chacun : %(themes)s.",
        "%(count)s questions, tirées pour chacun : %(themes)s.",
        total,
    )
    yield told % {"count": total, "themes": named}


def _theme(one: Settings) -> str:
    facts = {"count": one["count"], "name": one["name"]}
    if one.get("is_trade"):
        return _("%(count)s de « %(name)s » (métier)") % facts
    return _("%(count)s de « %(name)s »") % facts


def _marking(_settings: Settings) -> Iterator[str]:
    for words in MARKING_WORDS.values():
        yield str(words)


def _case(settings: Settings) -> Iterator[str]:
    facts = {"released": _moment(settings["released_at"]), "due": _moment(settings["due_at"])}
    yield _("Le cas est dévoilé %(released)s ; le dossier se rend %(due)s au plus tard.") % facts
    if settings["late_policy"] == LatePolicy.MARK:
        told = _("En retard de %(minutes)s minutes au plus, il est pris, et le jury le sait.")
        yield told % {"minutes": settings["late_minutes"]}
    yield _("Passé la dernière seconde, il est refusé.")
    joined = [words() for name, words in _JOINED.items() if settings.get(name)]
    if joined:
        told = _("On peut joindre %(what)s.")
        yield told % {"what": _(" et ").join(joined)}
    yield _("Les dossiers sont lus sans nom, ni d’école, ni d’employeur.")


_JOINED: Mapping[str, Callable[[], str]] = {
    "takes_paper": lambda: _("un PDF"),
    "takes_film": lambda: _("un lien vers une vidéo"),
}


def _questions(settings: Settings) -> Iterator[str]:
    count = len(settings["questions"])
    told = ngettext(
        "Le cas pose %(count)s question, notée pour elle-même : %(lengths)s.",
        "Le cas pose %(count)s questions, notées une à une : %(lengths)s.",
        count,
    )
    length = _("question %(number)s, %(words)s mots au plus")
    lengths = _(", ").join(
        length % {"number": one["number"], "words": one["most_words"]}
        for one in settings["questions"]
    )
    yield told % {"count": count, "lengths": lengths}


def _rubric(settings: Settings) -> Iterator[str]:
    criteria = settings["criteria"]
    told = ngettext(
        "Le jury note %(count)s critère : %(names)s.",
        "Le jury note %(count)s critères : %(names)s.",
        len(criteria),
    )
    names = _(", ").join(map(_criterion, criteria))
    yield told % {"count": len(criteria), "names": names}
    yield _("Aucun juré ne voit les notes des autres avant d’avoir donné les siennes.")


def _criterion(one: Settings) -> str:
    facts = {"name": one["name"], "weight": one["weight"], "question": one.get("question")}
    if facts["question"]:
        return _("%(name)s (question %(question)s, poids %(weight)s)") % facts
    return _("%(name)s (poids %(weight)s)") % facts


def _moment(text: str) -> str:
    return when_words(datetime.fromisoformat(text))


# Each is said where its setting is declared.
_TOLD: Mapping[str, Callable[[Settings], Iterator[str]]] = {
    "mode": _quiz,
    "blueprint": _blueprint,
    "marking": _marking,
    "released_at": _case,
    "questions": _questions,
    "criteria": _rubric,
}
