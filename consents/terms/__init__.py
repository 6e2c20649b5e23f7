"""The words of this app, once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GuardianOnThread(TextChoices):
    """When an exception wants a guardian on the text."""

    ALWAYS = "always", _("Always")
    WHEN_ELECTED = "when_elected", _("When the guardian asked for duplicates")
    NEVER = "never", _("Not required")


class AnswerRule(TextChoices):
    """Which answers an exception wants from a student's guardians."""

    ANY_ONE = "any_one", _("One guardian agrees")
    ALL = "all", _("Every guardian agrees")
    NO_OBJECTION = "no_objection", _("One guardian agrees and none refuses")
    UNLESS_REFUSED = "unless_refused", _("Allowed unless a guardian refuses")


class Starter(TextChoices):
    """Who takes the first step towards an exception's activity."""

    SCHOOL = "school", _("The school asks the family")
    GUARDIAN = "guardian", _("A parent asks the school")


class ApprovalDecision(TextChoices):
    """The principal's decision standing at a moment."""

    APPROVED = "approved", _("Approved")
    DENIED = "denied", _("Denied")
    PENDING = "pending", _("Waiting for the principal")
    REVOKED = "revoked", _("Revoked")


class AnswerDecision(TextChoices):
    """What a signer wrote on the form."""

    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class SignerKind(TextChoices):
    """In which capacity somebody signs."""

    GUARDIAN = "guardian", _("Parent or guardian")
    STUDENT = "student", _("Student aged 18 or over")


class PlatformStatus(TextChoices):
    """Where a messaging platform stands for the use in question."""

    APPROVED = "approved", _("Approved")
    APPROVED_FOR_USES = "approved_for_uses", _("Approved for stated uses")
    IN_REVIEW = "in_review", _("In review")
    FLAGGED = "flagged", _("Flagged")
    NOT_APPROVED = "not_approved", _("Not approved")
    RETIRED = "retired", _("Retired")


class Reason(TextChoices):
    """Why a text may not be sent. The order here is the order in every verdict."""

    STUDENT_NOT_ENROLLED = (
        "student_not_enrolled",
        _("The student is not enrolled, and this exception is for enrolled students only."),
    )
    GRADE_NOT_COVERED = (
        "grade_not_covered",
        _("The student's grade is not one that this exception covers."),
    )
    ADULT_NOT_DESIGNATED = (
        "adult_not_designated",
        _("The adult is not one of the staff designated for this activity."),
    )
    ADULT_NOT_ACTIVE = (
        "adult_not_active",
        _("The adult is not active staff of the district."),
    )
    ADULT_PAUSED = (
        "adult_paused",
        _("The adult's permission to text students is paused."),
    )
    NOT_APPROVED = (
        "not_approved",
        _("The principal has not approved texting for this activity."),
    )
    APPROVAL_REVOKED = (
        "approval_revoked",
        _("The principal has taken the approval back."),
    )
    PROGRAM_NOT_APPROVED = (
        "program_not_approved",
        _("No program approved by the CEO is in force on this day."),
    )
    PLATFORM_NOT_APPROVED = (
        "platform_not_approved",
        _("The platform is not approved for this use on this day."),
    )
    NOT_THIS_ACTIVITY = (
        "not_this_activity",
        _("The student is not on this activity's list, or the day is outside its dates."),
    )
    NO_ANSWER = (
        "no_answer",
        _("A permission that this exception needs has not been given."),
    )
    REFUSED = "refused", _("Permission was refused.")
    WITHDRAWN = "withdrawn", _("Permission was given and then withdrawn.")
    CONFLICT = (
        "conflict",
        _("One answer gives permission and another is against it."),
    )
    ANOTHER_SCHOOL_YEAR = (
        "another_school_year",
        _("Permission counts only in the school year in which it was signed."),
    )
    GUARDIAN_LEFT_OUT = (
        "guardian_left_out",
        _("A guardian must be on the thread: no text to a student is one-to-one."),
    )
    DUPLICATE_LEFT_OUT = (
        "duplicate_left_out",
        _("A guardian who asked for the same texts is not on the thread."),
    )
    EMPLOYEE_EMAIL_LEFT_OUT = (
        "employee_email_left_out",
        _("The employee's district e-mail address is not on the thread."),
    )
    NOT_ENTITLED_ON_THREAD = (
        "not_entitled_on_thread",
        _("Somebody is on the thread who is not entitled to be."),
    )


class Channel(TextChoices):
    """How the adult would write to the student."""

    GROUP_TEXT = "group_text", _("Group text on phones")
    PLATFORM = "platform", _("Messaging platform")


class Stage(TextChoices):
    """Where one school's approval of one version stands."""

    DRAFT = "draft", _("Draft")
    ASKED = "asked", _("Waiting for the principal")
    QUESTIONED = "questioned", _("Sent back with a question")
    APPROVED = "approved", _("Approved")
    DENIED = "denied", _("Denied")
    REVOKED = "revoked", _("Revoked")
    RETRACTED = "retracted", _("Taken back by the person who asked")


class Move(TextChoices):
    """What people do to an approval."""

    ASK = "ask", _("Ask")
    QUESTION = "question", _("Send back with a question")
    REPLY = "reply", _("Reply")
    APPROVE = "approve", _("Approve")
    # Where the exception asks no principal: the outreach office lets the families be asked.
    RELEASE = "release", _("Release to families")
    DENY = "deny", _("Deny")
    REVOKE = "revoke", _("Revoke")
    RETRACT = "retract", _("Take back")


class Narrowed(TextChoices):
    """What a narrowing took out of an activity."""

    ADULT = "adult", _("An adult was taken off")
    STUDENT = "student", _("A student was taken off")
    END = "end", _("It ends earlier")


class Route(TextChoices):
    """How an answer reached us."""

    ONLINE = "online", _("Online")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By telephone")
    IN_PERSON = "in_person", _("In person")
    TEXT = "text", _("By text message")
    LINK = "link", _("By one tap on the link of a message")


class CallBackKind(TextChoices):
    """Why a guardian wants the school to call."""

    NUMBER_CHANGED = "number_changed", _("My telephone number or e-mail changed")
    NO_CODE = "no_code", _("The code never came")
    NOT_ME = "not_me", _("“This is not me”: the contact on file is somebody else's")
    NOT_MY_ANSWER = "not_my_answer", _("The school wrote down an answer I did not give")
    OTHER = "other", _("I have a question")
    REFUSAL = "refusal", _("Said no, and wants to talk about it")
    CALL_ME = "call_me", _("“Call me in my language”")
    CONFLICT = "conflict", _("The answers of the guardians do not agree")


class CallResult(TextChoices):
    """What came of one try to reach a family."""

    REACHED = "reached", _("Spoke with the family")
    NO_ANSWER = "no_answer", _("Nobody answered")
    LEFT_MESSAGE = "left_message", _("Left a message")
    WRONG_NUMBER = "wrong_number", _("The number is wrong")


class SettledBy(TextChoices):
    """What took an entry off the list without a person settling it."""

    NEW_ANSWER = "new_answer", _("The family answered again.")
    AGREED = "agreed", _("The answers agree again.")
    OVER = "over", _("The form is over, so there is nothing left to settle.")


class BoardState(TextChoices):
    """Where a listed student stands for texting; exactly one holds at a moment."""

    GRANTED = "granted", _("May be texted")
    EXPIRING = "expiring", _("May be texted, ends soon")
    TURNING_18 = "turning_18", _("May be texted, turns 18 soon")
    CONFLICT = "conflict", _("Conflict: one yes, one no")
    REFUSED = "refused", _("A family said no")
    HELD = "held", _("Answered, being checked")
    SILENT = "silent", _("No answer yet")
    UNREACHABLE = "unreachable", _("Nobody can be reached")
    NOT_COVERED = "not_covered", _("Not covered now")


class BulkAct(TextChoices):
    """What is done to many students of an activity at once."""

    REMIND = "remind", _("Remind the families who have not answered")
    TAKE_OFF = "take_off", _("Take the students off")


class Outcome(TextChoices):
    """What became of one student's row of a bulk action."""

    DONE = "done", _("Done")
    NOT_LISTED = "not_listed", _("Not on the list, or taken off already")
    ANSWERED = "answered", _("The family has answered")
    NOBODY_TO_REMIND = "nobody", _("Nobody who can be reached is still silent")
    REMINDED = "reminded", _("Was reminded lately, or may not be reminded now")
    REFUSED = "refused", _("You may not do this for the student")
    FAILED = "failed", _("Did not work; try again")


class Skipped(TextChoices):
    """Why a school's form for the year could not be prepared."""

    NO_YEAR = "no_year", _("Today is in no school year of the school")
    NO_STUDENTS = "no_students", _("No enrolled student whose family can be asked")
    NO_PLATFORM = "no_platform", _("No platform approved for alerts")
    NO_SENDER = "no_sender", _("Nobody of the office who could send the alerts")


class LeftOut(TextChoices):
    """Why something of an activity does not go on into the next school year."""

    ADULT_LEFT = "adult_left", _("No longer works here")
    STUDENT_LEFT = "student_left", _("No longer enrolled")
    OTHER_SCHOOL = "other_school", _("Now at another school")
    GRADE = "grade", _("Next year's grade is not covered")
    GRADUATES = "graduates", _("Grade 12 ends")
    TAKEN_OFF = "taken_off", _("Was taken off")


class Unreminded(TextChoices):
    """Why a guardian is not reminded of a form."""

    OPT_OUT = "opt_out", _("This form wants no answer: it is signed only to refuse.")
    ANSWERED = "answered", _("Has answered.")
    NOT_OPEN = "not_open", _("The form cannot be signed now.")
    NOT_ENTITLED = "not_entitled", _("May not sign for this student now.")
    NEWER_FORM = "newer_form", _("A newer form has taken the place of this one.")
    DISPUTED = "disputed", _("Messages to the contact were stopped: “This is not me”.")
    NO_CONTACT = "no_contact", _("No contact that works.")
    ENOUGH = "enough", _("Has been reminded as often as the district allows.")
    TODAY = "today", _("A person has reminded them today.")
    TOLD = "told", _("Was told that another guardian agreed, and can object in one tap.")


class SenderKind(TextChoices):
    """Whose number a text came from."""

    GUARDIAN = "guardian", _("Parent or guardian")
    STUDENT = "student", _("Student")


class ReplyOutcome(TextChoices):
    """What a person makes of a text that was not clear."""

    CALL = "call", _("Call them: put it on the list of families to call")
    STOP = "stop", _("It asks us to stop: no more texts to this number")
    WITHDRAW = "withdraw", _("It takes the permission back, and texts to this number stop")
    NOTHING = "nothing", _("Nothing to do")


class WishStage(TextChoices):
    """Where a guardian's wish that an adult may text their child stands."""

    OPEN = "open", _("Waiting for the school")
    MATCHED = "matched", _("The adult is found")
    BEGUN = "begun", _("The form is being prepared")
    DECLINED = "declined", _("The school said no")
    TAKEN_BACK = "taken_back", _("Taken back by the family")


class WishMove(TextChoices):
    """What people do to such a wish."""

    MATCH = "match", _("Say who the adult is")
    BEGIN = "begin", _("Begin the request")
    DECLINE = "decline", _("Say no")
    TAKE_BACK = "take_back", _("Take back")


class ProgramStage(TextChoices):
    """Where the terms of a program stand."""

    DRAFT = "draft", _("Draft")
    CHECKING = "checking", _("Waiting for a second person")
    PUBLISHED = "published", _("Published")
    ENDED = "ended", _("Ended")
    DISCARDED = "discarded", _("Thrown away")


class ProgramMove(TextChoices):
    """What people do to the terms of a program."""

    PUT_FORWARD = "put_forward", _("Put forward")
    SEND_BACK = "send_back", _("Send back")
    PUBLISH = "publish", _("Publish")
    DISCARD = "discard", _("Throw away")
    END = "end", _("End")


class Relationship(TextChoices):
    """Family of a student. Cousins and step-parents are not on the list (KRS 160.145)."""

    PARENT = "parent", _("Parent")
    SIBLING = "sibling", _("Brother or sister")
    CHILD = "child", _("Child")
    AUNT_OR_UNCLE = "aunt_or_uncle", _("Aunt or uncle")
    GRANDPARENT = "grandparent", _("Grandparent")


class TieMove(TextChoices):
    """What became of a declared family tie."""

    CONFIRM = "confirm", _("Confirmed")
    REFUSE = "refuse", _("Not confirmed")
    END = "end", _("Ended")


class ContactKind(TextChoices):
    """Why an adult was in contact with a student outside the rules."""

    EMERGENCY = "emergency", _("An emergency")
    STUDENT_STARTED = "student_started", _("The student wrote or called first")
    OTHER = "other", _("Something else")
