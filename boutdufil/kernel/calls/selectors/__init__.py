"""What is asked of calls: one of them, who is in it, what happened; and the practice line."""

from boutdufil.kernel.calls.selectors.calls import (
    call_view,
    participants,
    timeline,
    verify_chain,
    verify_chains,
)
from boutdufil.kernel.calls.selectors.conversations import ConversationPage, conversation
from boutdufil.kernel.calls.selectors.practice import (
    InvitationPage,
    PractisedCall,
    SheetLine,
    SheetLink,
    SheetPage,
    invitation,
    practised_by,
    shared_sheets,
    sheet_page,
    sheets_written_by,
    written_sheet,
)
from boutdufil.kernel.calls.selectors.rows import (
    CallView,
    ChainVerdict,
    EventLine,
    ParticipantRow,
)
from boutdufil.kernel.calls.selectors.scenarios import (
    DoorLink,
    doors_of,
    scenario,
    scenario_near,
    scenarios,
    scenarios_for_door,
)

__all__ = [
    "CallView",
    "ChainVerdict",
    "ConversationPage",
    "DoorLink",
    "EventLine",
    "InvitationPage",
    "ParticipantRow",
    "PractisedCall",
    "SheetLine",
    "SheetLink",
    "SheetPage",
    "call_view",
    "conversation",
    "doors_of",
    "invitation",
    "participants",
    "practised_by",
    "scenario",
    "scenario_near",
    "scenarios",
    "scenarios_for_door",
    "shared_sheets",
    "sheet_page",
    "sheets_written_by",
    "timeline",
    "verify_chain",
    "verify_chains",
    "written_sheet",
]
