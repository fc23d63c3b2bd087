"""Tables of the room."""

from boutdufil.rooms.campaigns.models.clock import DataClock
from boutdufil.rooms.campaigns.models.dating import (
    Availability,
    Dating,
    DatingPlan,
    Meeting,
    Table,
    Wish,
)
from boutdufil.rooms.campaigns.models.doors import DoorDevice, Scan
from boutdufil.rooms.campaigns.models.funnel import FunnelFact
from boutdufil.rooms.campaigns.models.invitations import NodeInvitation
from boutdufil.rooms.campaigns.models.letters import Letter, LetterCopy, LetterRefusal
from boutdufil.rooms.campaigns.models.nodes import Node
from boutdufil.rooms.campaigns.models.partners import Partner
from boutdufil.rooms.campaigns.models.registrations import (
    Consent,
    Intake,
    Question,
    Registration,
    Slot,
)
from boutdufil.rooms.campaigns.models.tours import TourPlan
from boutdufil.rooms.campaigns.models.visits import AttendanceCertificate, Trial, TrialCall

__all__ = [
    "AttendanceCertificate",
    "Availability",
    "Consent",
    "DataClock",
    "Dating",
    "DatingPlan",
    "DoorDevice",
    "FunnelFact",
    "Intake",
    "Letter",
    "LetterCopy",
    "LetterRefusal",
    "Meeting",
    "Node",
    "NodeInvitation",
    "Partner",
    "Question",
    "Registration",
    "Scan",
    "Slot",
    "Table",
    "TourPlan",
    "Trial",
    "TrialCall",
    "Wish",
]
