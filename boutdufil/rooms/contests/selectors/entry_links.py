"""What a link of a mail leads to: a question to an employer, an invitation into a team."""

from __future__ import annotations

from dataclasses import dataclass

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.contests.enums import EmployerWord
from boutdufil.rooms.contests.models import Entry, Member
from boutdufil.rooms.contests.rules.entries import LIVE
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.editions import row_of


@dataclass(frozen=True, slots=True)
class EmployerQuestion:
    """What an employer is shown: who asks, for which contest, and what they answered."""

    edition: EditionRow
    names: str
    word: EmployerWord

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.word == EmployerWord.ASKED


@dataclass(frozen=True, slots=True)
class TeamInvitation:
    """An invitation into a team, while it can be accepted."""

    edition: EditionRow
    team_name: str
    captain: str
    email: str


def employer_question(token: str) -> EmployerQuestion | None:
    """Return the question of a link; None where it is void."""
    found = Entry.objects.select_related("edition__organiser")
    one = found.filter(employer_token_hash=hash_token(token), status__in=LIVE).first()
    # Who said no keeps a page that says so.
    if one is None:
        one = found.filter(
            employer_token_hash=hash_token(token), employer_word=EmployerWord.REFUSED
        ).first()
    if one is None:
        return None
    joined = one.members.filter(joined_at__isnull=False).values_list("name", flat=True)
    return EmployerQuestion(row_of(one.edition), ", ".join(joined), EmployerWord(one.employer_word))


def team_invitation(token: str) -> TeamInvitation | None:
    """Return the invitation of a link; None where it is void."""
    found = Member.objects.select_related("entry__edition__organiser")
    one = found.filter(
        token_hash=hash_token(token), joined_at=None, person=None, entry__status__in=LIVE
    ).first()
    if one is None:
        return None
    captain = one.entry.members.filter(is_captain=True).first()
    return TeamInvitation(
        edition=row_of(one.entry.edition),
        team_name=one.entry.team_name,
        captain=captain.name if captain else "",
        email=one.email,
    )
