"""Exceptions, activities, approvals, answers: facts and the constraints that keep them honest.

Answers, withdrawals, approvals' steps and narrowings are new rows, never changed: so what was permitted
at a moment can be told for ever.
"""

from consents.models.activities import (
    Activity,
    ActivityQuerySet,
    ActivityVersion,
    Narrowing,
    Team,
    TeamMember,
    VersionAdult,
    VersionStudent,
)
from consents.models.adults import (
    FamilyTie,
    Lift,
    OffChannel,
    OffChannelSeen,
    OffChannelStudent,
    Pause,
    TieStep,
)
from consents.models.answers import (
    Answer,
    Invalidation,
    PhoneChoice,
    ShownForm,
    Withdrawal,
)
from consents.models.approvals import (
    Approval,
    ApprovalQuerySet,
    ApprovalStep,
)
from consents.models.asking import (
    Ask,
    CallAttempt,
    CallBack,
    ContactDispute,
    FamilyRequest,
    Invitation,
    OneTimeCode,
)
from consents.models.boards import (
    BulkRun,
    CoverageCount,
    SavedFilter,
)
from consents.models.ending import (
    ActivityEnd,
)
from consents.models.exceptions import (
    ExampleConfirmed,
    ExceptionDraft,
    ExceptionKind,
    ExceptionPublication,
    ExceptionRule,
    FormText,
)
from consents.models.exports import (
    ExportResult,
    ExportRun,
)
from consents.models.holds import Hold, HoldRelease, SchoolTablet
from consents.models.messages import (
    DayMessage,
    MessageRule,
    Reminder,
    ReplySettled,
    TextReply,
    TextSender,
)
from consents.models.news import OtherTold, VerdictChange
from consents.models.paper import (
    Objection,
    Packet,
    PacketPart,
    Recording,
    Review,
    Scan,
    SecondLook,
    Sheet,
    Stack,
    StackPlace,
)
from consents.models.platforms import MoveTold, PlatformNews
from consents.models.programs import (
    Program,
    ProgramStaff,
    ProgramStep,
    ProgramStudent,
    ProgramTerms,
    ProgramTold,
)
from consents.models.threads import (
    HandOut,
    StopAcknowledgement,
    Thread,
    ThreadMember,
    ThreadQuerySet,
    ThreadStop,
)
from consents.models.wishes import GuardianWish
from consents.models.yearly import (
    ChannelsNotice,
    ChannelsTold,
    Continuation,
    SchoolStart,
    YearStart,
)

__all__ = [
    "Activity",
    "ActivityEnd",
    "ActivityQuerySet",
    "ActivityVersion",
    "Answer",
    "Approval",
    "ApprovalQuerySet",
    "ApprovalStep",
    "Ask",
    "BulkRun",
    "CallAttempt",
    "CallBack",
    "ChannelsNotice",
    "ChannelsTold",
    "ContactDispute",
    "Continuation",
    "CoverageCount",
    "DayMessage",
    "ExampleConfirmed",
    "ExceptionDraft",
    "ExceptionKind",
    "ExceptionPublication",
    "ExceptionRule",
    "ExportResult",
    "ExportRun",
    "FamilyRequest",
    "FamilyTie",
    "FormText",
    "GuardianWish",
    "HandOut",
    "Hold",
    "HoldRelease",
    "Invalidation",
    "Invitation",
    "Lift",
    "MessageRule",
    "MoveTold",
    "Narrowing",
    "Objection",
    "OffChannel",
    "OffChannelSeen",
    "OffChannelStudent",
    "OneTimeCode",
    "OtherTold",
    "Packet",
    "PacketPart",
    "Pause",
    "PhoneChoice",
    "PlatformNews",
    "Program",
    "ProgramStaff",
    "ProgramStep",
    "ProgramStudent",
    "ProgramTerms",
    "ProgramTold",
    "Recording",
    "Reminder",
    "ReplySettled",
    "Review",
    "SavedFilter",
    "Scan",
    "SchoolStart",
    "SchoolTablet",
    "SecondLook",
    "Sheet",
    "ShownForm",
    "Stack",
    "StackPlace",
    "StopAcknowledgement",
    "Team",
    "TeamMember",
    "TextReply",
    "TextSender",
    "Thread",
    "ThreadMember",
    "ThreadQuerySet",
    "ThreadStop",
    "TieStep",
    "VerdictChange",
    "VersionAdult",
    "VersionStudent",
    "Withdrawal",
    "YearStart",
]
