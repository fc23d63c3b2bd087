"""Sentences around an answer: who still waits, why nothing is proposed, which criteria changed."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.engines.redeployment import Reason
from boutdufil.rooms.mobility.enums import Criterion
from boutdufil.rooms.mobility.models import PostList
from boutdufil.rooms.mobility.selectors.personal_pages import PersonalPage, Reasons
from boutdufil.rooms.mobility.selectors.plan_answers import Unfinished
from boutdufil.rooms.mobility.selectors.plan_words import day_words

# A post somebody turned away from themselves; the others are out of reach or given to others.
TURNED_AWAY = frozenset({Reason.REFUSED, Reason.SETTLED})
WANTED = "wanted"


def waiting_words(waiting: Unfinished) -> list[str]:
    """Return who still has the right to answer, and until when, a sentence each."""
    said = []
    if waiting.undelivered:
        said.append(
            ngettext(
                "%(count)d personne n’a pas encore sa liste : remettez-la d’abord.",
                "%(count)d personnes n’ont pas encore leur liste : remettez-la d’abord.",
                waiting.undelivered,
            )
            % {"count": waiting.undelivered}
        )
    if waiting.running and waiting.until:
        said.append(
            ngettext(
                "%(count)d personne peut encore répondre, jusqu’au %(day)s compris.",
                "%(count)d personnes peuvent encore répondre, jusqu’au %(day)s compris.",
                waiting.running,
            )
            % {"count": waiting.running, "day": day_words(waiting.until)}
        )
    return said


def nothing_words(reasons: Sequence[Reasons]) -> str:
    """Return why no post is proposed to a person, from what is known of each post."""
    if not reasons:
        return _("La liste ne compte aucun poste aujourd’hui.")
    if all(_out_of_limits(one) for one in reasons):
        return _("Aucun poste ne tient dans vos limites aujourd’hui.")
    if all(_out_of_limits(one) or _turned_away(one) for one in reasons):
        return _("Hors des postes que vous avez écartés, aucun ne tient dans vos limites.")
    return _(
        "Des postes tiennent dans vos limites, mais leurs places sont proposées à d’autres"
        " personnes, ou prises."
    )


def nothing_on_page(page: PersonalPage) -> str:
    """Return why no post is proposed on a personal page; empty when one is."""
    if page.proposed is not None:
        return ""
    return nothing_words([post.reasons for post in page.posts if post.reasons])


def _out_of_limits(one: Reasons) -> bool:
    return any(code != WANTED for code in one.limits)


def _turned_away(one: Reasons) -> bool:
    return WANTED in one.limits or one.reason in TURNED_AWAY


def late_change_words(post_list: PostList) -> list[str]:
    """Return each change of criteria made after the roster was read: when, to what, and why."""
    return [
        _("Changement tardif des critères, le %(day)s : %(criteria)s. Motif : %(reason)s")
        % {
            "day": day_words(date.fromisoformat(one["day"])),
            "criteria": " ; ".join(str(Criterion(code).label) for code in one["criteria"]),
            "reason": one["reason"],
        }
        for one in post_list.late_changes
    ]
