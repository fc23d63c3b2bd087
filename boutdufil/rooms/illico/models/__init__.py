"""Tables of the room."""

from boutdufil.rooms.illico.models.agents import Agent
from boutdufil.rooms.illico.models.callers import CallerBlock, CallerMark
from boutdufil.rooms.illico.models.calls import (
    CallBack,
    Case,
    CaseNote,
    FollowUp,
    ServiceCall,
)
from boutdufil.rooms.illico.models.charter import CharterDecision, CommitteeSeat
from boutdufil.rooms.illico.models.console import AbuseReport, HelpRequest, StateSpan
from boutdufil.rooms.illico.models.evidence import AuditorSeat, DayHead
from boutdufil.rooms.illico.models.hours import Closing, OpenDay, OpenSlot
from boutdufil.rooms.illico.models.journal import JournalEntry, PoolLease, Projection
from boutdufil.rooms.illico.models.ledger import LedgerEntry, LedgerPosting, PayAccount
from boutdufil.rooms.illico.models.metering import AgentTime, MeteredCall, NumberTariff
from boutdufil.rooms.illico.models.numbers import Answer, Number, OpeningHours
from boutdufil.rooms.illico.models.relief import Relief
from boutdufil.rooms.illico.models.seats import EntrustedNumber, SeatOffer
from boutdufil.rooms.illico.models.work import (
    Contest,
    IndependentsDecision,
    LocationAttestation,
    Slot,
    SlotAnswer,
    WorksCouncilOpinion,
)

__all__ = [
    "AbuseReport",
    "Agent",
    "AgentTime",
    "Answer",
    "AuditorSeat",
    "CallBack",
    "CallerBlock",
    "CallerMark",
    "Case",
    "CaseNote",
    "CharterDecision",
    "Closing",
    "CommitteeSeat",
    "Contest",
    "DayHead",
    "EntrustedNumber",
    "FollowUp",
    "HelpRequest",
    "IndependentsDecision",
    "JournalEntry",
    "LedgerEntry",
    "LedgerPosting",
    "LocationAttestation",
    "MeteredCall",
    "Number",
    "NumberTariff",
    "OpenDay",
    "OpenSlot",
    "OpeningHours",
    "PayAccount",
    "PoolLease",
    "Projection",
    "Relief",
    "SeatOffer",
    "ServiceCall",
    "Slot",
    "SlotAnswer",
    "StateSpan",
    "WorksCouncilOpinion",
]
