"""The words of this app, once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Concern(TextChoices):
    """What a report is about (I1, I2). It is worked out from the answers, never ticked by who reports."""

    ADULT_COMMUNICATION = "adult_communication", _("An adult's messages to a student")
    ONLINE_BULLYING = "online_bullying", _("Bullying among students")
    UNSURE = "unsure", _("Not sure yet")


class OfficeCode(TextChoices):
    OIG = "oig", _("Office of Inspector General")
    STUDENT_PROTECTIONS = "student_protections", _("Student Protections")


class ReporterRole(TextChoices):
    STUDENT = "student", _("Student")
    GUARDIAN = "guardian", _("Parent or guardian")
    STAFF = "staff", _("School staff")
    PUBLIC = "public", _("Somebody else")


class Priority(TextChoices):
    LIFE_SAFETY = "life_safety", _("Somebody may be in danger")
    STANDARD = "standard", _("Standard")


class ParentNotice(TextChoices):
    """Whether a clock runs for telling the parents, or a person decides by checklist first."""

    PROMPT = "prompt", _("Within 24 hours")
    HELD = "held", _("A person decides")


class Call(TextChoices):
    """Who is to be called, in the order in which they are shown."""

    EMERGENCY = "911", "911"
    CRISIS = "988", "988"
    OIG = "oig", _("Office of Inspector General")
    STUDENT_PROTECTIONS = "student_protections", _("Student Protections Hotline")
    DCFS = "dcfs", _("Child-protection hotline")


class Source(TextChoices):
    """How a report came in. All ways end in one action."""

    WEB = "web", _("On the speak-up page")
    STAFF = "staff", _("By staff who signed in")
    PHONE = "phone", _("By telephone")
    PAPER = "paper", _("On paper")


class Stage(TextChoices):
    """Where a case stands. Waiting and late are derived from its clocks."""

    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    WORKING = "working", _("Being worked on")
    CLOSED = "closed", _("Closed")


class Move(TextChoices):
    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    ACT = "act", _("First action")
    CLOSE = "close", _("Close")
    REOPEN = "reopen", _("Reopen")


class Part(TextChoices):
    """What a person is to a case."""

    ACCUSED = "accused", _("The report is about them")
    KEEP_FROM = "keep_from", _("Must not see it")
    RECUSED = "recused", _("Stepped back")
    REPORTER = "reporter", _("Reported it")
    TRUSTED = "trusted", _("A trusted adult")
    HURT = "hurt", _("The student it happened to")
    WITNESS = "witness", _("Knows something")


# Whoever is one of these sees nothing of the case, nor does anybody who acts for them.
KEPT_OUT = (Part.ACCUSED, Part.KEEP_FROM, Part.RECUSED)


class Ground(TextChoices):
    """Why somebody of a school or network reads a case."""

    PRINCIPAL = "principal", _("Principal of the school")
    ADMINISTRATOR = "administrator", _("Administrator of the school")
    CHIEF = "chief", _("Network chief")
    BROUGHT_IN = "brought_in", _("Brought in by the office")
    SILENCE = "silence", _("Network chief, because nobody answered")


class OfficeGround(TextChoices):
    """Why an office has a case."""

    ROUTED = "routed", _("By the rules")
    SHARED = "shared", _("Shared by another office")
    TRANSFERRED = "transferred", _("Handed over by another office")


class Rerouted(TextChoices):
    """What a routing rests on."""

    RECEIVED = "received", _("The report came in")
    RECLASSIFIED = "reclassified", _("It is about something else than first thought")
    NAMED = "named", _("Who it is about became known")
    KEPT_OUT = "kept_out", _("Somebody must not see it any more")
    SCHOOL = "school", _("It is about another school")
    ROLES = "roles", _("Somebody's role changed")
    DANGER = "danger", _("The danger was judged anew")


class Voice(TextChoices):
    """Whose words a message is."""

    REPORTER = "reporter", _("From who reported")
    STAFF = "staff", _("To who reported")


class AboutWhom(TextChoices):
    """Who the report says did it, in the reporter's own choice of words; several may be chosen."""

    SCHOOL_ADULT = "school_adult", _("An adult at school")
    OTHER_ADULT = "other_adult", _("Another adult")
    STUDENT = "student", _("A student, or students")
    UNKNOWN = "unknown", _("I don't know")


ADULTS = (AboutWhom.SCHOOL_ADULT, AboutWhom.OTHER_ADULT)


class Post(TextChoices):
    """People who can be kept out by what they are, without a name."""

    PRINCIPAL = "principal", _("The principal")
    ADMINISTRATORS = "administrators", _("The assistant principals")


class Safe(TextChoices):
    """Whether it is safe to tell the reporter's parent."""

    YES = "yes", pgettext_lazy("it is so", "Yes")
    NO = "no", pgettext_lazy("it is so", "No")
    UNSURE = "unsure", _("I don't know")
    UNSAID = "", _("Not answered")
