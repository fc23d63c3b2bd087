"""Tables of the room."""

from boutdufil.rooms.contests.models.afterwards import (
    KeyChange,
    SimilarityOpinion,
)
from boutdufil.rooms.contests.models.cases import (
    CaseQuestion,
    CaseStudy,
    OtherText,
    Submission,
    SubmissionAnswer,
)
from boutdufil.rooms.contests.models.editions import (
    Edition,
    EditionPartner,
    Prize,
    RulesVersion,
)
from boutdufil.rooms.contests.models.entries import (
    AccessReferee,
    Accommodation,
    Entry,
    Member,
)
from boutdufil.rooms.contests.models.items import (
    Bank,
    Item,
    ItemVersion,
    Theme,
)
from boutdufil.rooms.contests.models.juries import (
    Acquaintance,
    Conflict,
    Criterion,
    Distribution,
    Juror,
    Jury,
    JurySeat,
    Level,
    Mark,
    Reading,
)
from boutdufil.rooms.contests.models.passage_calls import PassageCall, StageCall
from boutdufil.rooms.contests.models.quizzes import (
    AnswerEvent,
    Attempt,
    BlueprintLine,
    FocusLoss,
    Incident,
    ItemWithdrawal,
    Quiz,
    QuizAnswer,
    RollLine,
    Sitting,
)
from boutdufil.rooms.contests.models.results import (
    Appeal,
    Decision,
    EditionSeal,
    LogLine,
    Outcome,
    Passage,
)
from boutdufil.rooms.contests.models.stages import (
    Stage,
)

__all__ = [
    "AccessReferee",
    "Accommodation",
    "Acquaintance",
    "AnswerEvent",
    "Appeal",
    "Attempt",
    "Bank",
    "BlueprintLine",
    "CaseQuestion",
    "CaseStudy",
    "Conflict",
    "Criterion",
    "Decision",
    "Distribution",
    "Edition",
    "EditionPartner",
    "EditionSeal",
    "Entry",
    "FocusLoss",
    "Incident",
    "Item",
    "ItemVersion",
    "ItemWithdrawal",
    "Juror",
    "Jury",
    "JurySeat",
    "KeyChange",
    "Level",
    "LogLine",
    "Mark",
    "Member",
    "OtherText",
    "Outcome",
    "Passage",
    "PassageCall",
    "Prize",
    "Quiz",
    "QuizAnswer",
    "Reading",
    "RollLine",
    "RulesVersion",
    "SimilarityOpinion",
    "Sitting",
    "Stage",
    "StageCall",
    "Submission",
    "SubmissionAnswer",
    "Theme",
]
