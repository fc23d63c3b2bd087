"""What a person said of their situation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from boutdufil.rooms.mobility.models import Profile, Situation

FACTS = (
    "standing",
    "employer_size",
    "receivership",
    "employer_agrees",
    "host_agrees",
    "experience",
)


@dataclass(frozen=True, slots=True)
class SituationView:
    """The answers by fact, "" where nothing was said, and the last day of a certain income."""

    answers: Mapping[str, str]
    income_until: date | None

    @property
    def said_any(self) -> bool:
        """Whether anything was said."""
        return any(self.answers.values()) or self.income_until is not None


def situation_of(profile: Profile) -> SituationView:
    """Return what the owner of a path said; all empty before."""
    found = Situation.objects.filter(profile=profile).first()
    answers = {fact: getattr(found, fact) if found else "" for fact in FACTS}
    return SituationView(answers, found.income_until if found else None)
