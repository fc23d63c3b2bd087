"""The check of a file before a jury reads it: a machine proposes, a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.files.errors import FileRefused
from boutdufil.kernel.files.services import shred_file, store_file
from boutdufil.rooms.contests.enums import BlindState
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Submission
from boutdufil.rooms.contests.rules.files import LARGEST_PAPER
from boutdufil.rooms.contests.services.submissions import Paper
from boutdufil.rooms.contests.services.trail import record

PURPOSE = "contests.blind_file"
MOST_WORDS, LONGEST_WORDS = 200, 200


@dataclass(frozen=True, slots=True)
class BlindVerdict:
    """What a person decided of a file, having read it.

    `words` are hidden wherever they stand in the answers. Of the PDF the jury reads `paper`, the
    one without names; or the team's own where `shows_paper` says that it bears none.
    """

    words: Sequence[str] = ()
    shows_paper: bool = False
    shows_film: bool = False
    paper: Paper | None = None


@transaction.atomic
def decide_blind(
    *, submission_id: int, edition_id: int, verdict: BlindVerdict, actor_id: int
) -> None:
    """Let the jury read a file as decided; deciding again takes the place of before.

    :raises ContestError: it is not handed in, or the PDF is not taken.
    """
    found = Submission.objects.select_for_update(of=("self",)).select_related("blind_paper")
    one = found.filter(pk=submission_id, case__stage__edition_id=edition_id).first()
    if one is None or one.handed_in_at is None:
        raise ContestError(_("Ce dossier n’est pas rendu."))
    words = list(dict.fromkeys(word.strip()[:LONGEST_WORDS] for word in verdict.words))
    one.redactions = [word for word in words if word][:MOST_WORDS]
    _choose_paper(one, verdict)
    hides = bool(one.redactions) or one.blind_paper_id != one.paper_id
    one.blind = BlindState.REDACTED if hides else BlindState.CLEAR
    one.shows_film = verdict.shows_film and bool(one.film)
    one.blind_by_id, one.blind_at = actor_id, timezone.now()
    one.save()
    record(actor_id, "decide_blind", edition_id, submission=one.pk, state=str(one.blind))


def _choose_paper(one: Submission, verdict: BlindVerdict) -> None:
    before = one.blind_paper
    if verdict.paper is not None:
        try:
            one.blind_paper = store_file(
                content=verdict.paper.content,
                name="dossier.pdf",
                purpose=PURPOSE,
                limit=LARGEST_PAPER,
            )
        except FileRefused as refused:
            raise ContestError(str(refused), "paper") from None
    elif verdict.shows_paper:
        one.blind_paper = one.paper
    else:
        one.blind_paper = None
    if before is not None and before.pk not in {one.paper_id, one.blind_paper_id}:
        shred_file(before)
