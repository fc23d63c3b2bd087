"""Tables of the room."""

from boutdufil.rooms.barometer.models.estimation import (
    EstimationRun,
    Margin,
    ReleaseSource,
    UnitWeight,
)
from boutdufil.rooms.barometer.models.facts import FactSource, QuotedFact, RoomFact
from boutdufil.rooms.barometer.models.frame import (
    DuplicatePair,
    EnterpriseGroup,
    FrameImport,
    Survey,
    Unit,
    UnitEvent,
)
from boutdufil.rooms.barometer.models.indicators import Cell, Indicator, Release
from boutdufil.rooms.barometer.models.responses import (
    Mailing,
    MailingLine,
    RespondentContact,
    Response,
    Value,
    ValueEdit,
)
from boutdufil.rooms.barometer.models.waves import (
    Drawn,
    Questionnaire,
    Stratum,
    Variable,
    Wave,
)

__all__ = [
    "Cell",
    "Drawn",
    "DuplicatePair",
    "EnterpriseGroup",
    "EstimationRun",
    "FactSource",
    "FrameImport",
    "Indicator",
    "Mailing",
    "MailingLine",
    "Margin",
    "Questionnaire",
    "QuotedFact",
    "Release",
    "ReleaseSource",
    "RespondentContact",
    "Response",
    "RoomFact",
    "Stratum",
    "Survey",
    "Unit",
    "UnitEvent",
    "UnitWeight",
    "Value",
    "ValueEdit",
    "Variable",
    "Wave",
]
