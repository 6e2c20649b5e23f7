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
from consents.models.messages import (
    DayMessage,
    MessageRule,
    Reminder,
    ReplySettled,
    TextReply,
    TextSender,
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
    "FamilyRequest",
    "FormText",
    "GuardianWish",
    "Invalidation",
    "Invitation",
    "MessageRule",
    "Narrowing",
    "OneTimeCode",
    "PhoneChoice",
    "Reminder",
    "ReplySettled",
    "SavedFilter",
    "SchoolStart",
    "ShownForm",
    "Team",
    "TeamMember",
    "TextReply",
    "TextSender",
    "VersionAdult",
    "VersionStudent",
    "Withdrawal",
    "YearStart",
]
