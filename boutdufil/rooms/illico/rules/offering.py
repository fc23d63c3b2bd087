"""A call as the dispatcher is asked for it, by the web or by what it reads itself."""

from dataclasses import dataclass
from typing import Any

from boutdufil.kernel.calls.enums import Channel

# Languages of the video channel, beside the spoken ones.
SIGNS, CUED = "lsf", "lpc"
# Shorter than the router's memory of ended calls, so that none is offered a second time.
OLDEST_OFFER_S = 3_000
# What agents hold whose first language is that of signs.
SIGNS_FIRST = "signs_first"


@dataclass(frozen=True, slots=True)
class Offer:
    """A call to be put in line on the channel of a number, since ``received_at`` (ms of UTC).

    ``agent_id`` is that of the agent who knows the case, if one does.
    """

    call: str
    code: str
    channel: str
    language: str
    wants_signs_first: bool
    agent_id: int | None
    received_at: int

    def request(self) -> dict[str, Any]:
        """Return the body of the request.

        >>> Offer("c", "mairie", "voice", "en", False, 7, 0).request()["skills"]
        ['en']
        """
        return {
            "call": self.call,
            "line": f"{self.code}:{self.channel}",
            "skills": [language_of(self.channel, self.language)],
            "favours": [SIGNS_FIRST] if self.wants_signs_first else [],
            "sticky": f"a{self.agent_id}" if self.agent_id else "",
            "received_at": self.received_at,
        }


def language_of(channel: str, language: str) -> str:
    """Return what an agent must speak, sign or cue.

    >>> language_of("video", "fr"), language_of("video", "lpc"), language_of("text", "fr")
    ('lsf', 'lpc', 'fr')
    """
    if channel == Channel.VIDEO and language != CUED:
        return SIGNS
    return language


def help_line(code: str, channel: str) -> str:
    """Return where interpreters, colleagues and opinions are asked for: no caller stands there.

    >>> help_line("mairie", "video")
    'mairie:help_video'
    """
    return f"{code}:help_{channel}"
