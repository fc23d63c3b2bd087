"""What the web wrote and the dispatcher reads by itself: the lines, and calls it never heard of."""

from dataclasses import dataclass, replace
from typing import Any

from boutdufil.engines.routing import COMPLEX_GAP_MS, SIMPLE_GAP_MS, Channel, Line, Step
from boutdufil.rooms.illico.dispatcher.database import Connection
from boutdufil.rooms.illico.rules.offering import OLDEST_OFFER_S, Offer, help_line
from boutdufil.rooms.illico.rules.relief import Circle, Relief, circles, reserve_of

MOST_OFFERS = 1_000
# Who has helped has no file to fill in.
HELP_WRAP_UP_MS = 5_000

NUMBERS = """
select number.code, number.channels, number.skills, number.is_complex,
    coalesce(relief.providers_after_s, 0), relief.helper_id,
    coalesce(relief.helper_after_s, 0), coalesce(relief.kept, '{}'::jsonb)
from illico_number number left join illico_relief relief on relief.number_id = number.id
where number.published_at is not null and number.closed_at is null order by number.code
"""
# Whoever took up a call-back keeps the place of the call they made first.
OFFERS = f"""
select call.call_id::text, number.code, call.channel, call.language, call.wants_signing_agent,
    told.agent_id,
    (extract(epoch from coalesce(first.clicked_at, call.clicked_at)) * 1000)::bigint
from illico_servicecall call
join illico_number number on number.id = call.number_id
left join illico_case told on told.id = call.case_id
left join illico_servicecall first on first.call_id = call.call_back_of_id
where call.state = 'offered' and call.outcome = '' and call.gone_at is null
    and call.clicked_at > now() - interval '{OLDEST_OFFER_S} s'
order by call.clicked_at limit {MOST_OFFERS}
"""  # noqa: S608

GONE = """
select call_id::text from illico_servicecall
where state <> 'ended' and gone_at is not null and clicked_at > now() - interval '1 day'
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands in the tables for the dispatcher: lines, and whom to keep free, by skill."""

    lines: list[Line]
    reserve: dict[str, int]


async def read_opened(connection: Connection) -> Opened:
    """Return a line of callers and one of help for each channel of each published number."""
    cursor = await connection.execute(NUMBERS)
    lines: list[Line] = []
    kept: dict[str, dict[str, int]] = {}
    for code, channels, skills, is_complex, *asked in await cursor.fetchall():
        relief = Relief(*asked)
        kept[code] = dict(relief.kept)
        steps = steps_of(code, relief)
        for channel in channels:
            line = line_of(code, Channel(channel), skills, is_complex=is_complex)
            lines.append(replace(line, steps=steps))
    return Opened([*lines, *(help_of(line) for line in lines)], reserve_of(kept))


def steps_of(code: str, relief: Relief) -> tuple[Step, ...]:
    """Return how near somebody must stand to a number, less and less as the wait grows.

    The widest circle asks for nothing but the skill: whoever took their post before any circle
    was drawn is among it.

    >>> steps_of("mairie", Relief(helper_id=3, helper_after_s=30))
    (Step(after_ms=0, levels={'n:mairie': 2}), Step(after_ms=30000, levels={}))
    >>> steps_of("mairie", Relief())
    ()
    """
    *narrow, (last, _widest) = circles(relief)
    if not narrow:
        return ()
    steps = [Step(after * 1000, {f"n:{code}": int(circle)}) for after, circle in narrow]
    return (*steps, Step(last * 1000, {}))


def line_of(code: str, channel: Channel, skills: list[str], *, is_complex: bool) -> Line:
    """Return what a channel of a number asks of its agents; the call adds what it is held in.

    >>> line_of("mairie", Channel.VIDEO, [], is_complex=False).skills
    frozenset({'n:mairie'})
    """
    gap_ms = COMPLEX_GAP_MS if is_complex else SIMPLE_GAP_MS
    return Line(
        f"{code}:{channel}",
        channel,
        frozenset({f"n:{code}", *skills}),
        is_complex=is_complex,
        gap_ms=0 if channel is Channel.TEXT else gap_ms,
    )


def help_of(line: Line) -> Line:
    """Return the line on which agents of a number ask one another for help.

    >>> help_of(line_of("mairie", Channel.TEXT, [], is_complex=False)).id
    'mairie:help_text'
    """
    code = line.id.partition(":")[0]
    return replace(
        line, id=help_line(code, line.channel), wrap_up_ms=HELP_WRAP_UP_MS, steps=_near(line)
    )


def _near(line: Line) -> tuple[Step, ...]:
    """Let nobody be asked for help on a number they only relieve: they do not know it."""
    near = {skill: min(level, Circle.PROVIDER) for skill, level in line.levels(0).items()}
    return (Step(0, near),) if near else ()


async def read_offers(connection: Connection) -> list[dict[str, Any]]:
    """Return the calls that wait in the tables, as requests to take them in."""
    cursor = await connection.execute(OFFERS)
    return [Offer(*row).request() for row in await cursor.fetchall()]


async def read_gone(connection: Connection) -> list[str]:
    """Return the calls whose callers hung up, as far as the tables do not show them ended."""
    cursor = await connection.execute(GONE)
    return [call for (call,) in await cursor.fetchall()]
