"""The words of the survey of schools (P1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SurveyStage(TextChoices):
    """What people did with a survey. Whether it is open today follows from its days."""

    DRAFT = "draft", _("Draft")
    STARTED = "started", _("Started")
    DISCARDED = "discarded", _("Thrown away")


class SurveyMove(TextChoices):
    WRITE = "write", _("write")
    START = "start", _("start")
    MOVE_END = "move_end", _("move the last day")
    DISCARD = "discard", _("throw away")


class SurveyTime(TextChoices):
    """Where a survey stands on a day."""

    DRAFT = "draft", _("Draft")
    TO_COME = "to_come", _("Begins later")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    DISCARDED = "discarded", _("Thrown away")


class SurveyScope(TextChoices):
    """Which schools are asked."""

    ALL = "all", _("All open schools")
    KINDS = "kinds", _("Schools of some kinds")
    NETWORKS = "networks", _("Schools of some networks")
    NAMED = "named", _("Schools that are named")


class Audience(TextChoices):
    """Whom a tool reaches."""

    STUDENTS = "students", _("Students")
    FAMILIES = "families", _("Families")
    STAFF = "staff", _("Staff")


class Payer(TextChoices):
    """Who pays for a tool."""

    FREE = "free", _("Nobody: it is free")
    SCHOOL = "school", _("The school")
    STAFF = "staff", _("Staff, out of their own pocket")
    DISTRICT = "district", _("The district")
    OTHER = "other", _("Somebody else")
    UNKNOWN = "unknown", _("Not sure")


class ToolUse(TextChoices):
    """What a tool is used for."""

    CLASS = "class", _("Class news and homework")
    ALERTS = "alerts", _("Alerts to many people at once")
    MEETUP = "meetup", _("Trips and meeting up safely")
    TEAMS = "teams", _("Teams, clubs and activities")
    FAMILIES = "families", _("Talking with families")
    STAFF = "staff", _("Staff among themselves")
    OTHER = "other", _("Something else")


class NameState(TextChoices):
    """What a name that schools typed turned out to be."""

    OPEN = "open", _("To be matched")
    PLATFORM = "platform", _("A platform")
    NO_TOOL = "no_tool", _("Not a messaging tool")


class NameGround(TextChoices):
    """On what a match rests."""

    CATALOGUE = "catalogue", _("The catalogue knows the name")
    PERSON = "person", _("ITS said so")
    TAKEN_BACK = "taken_back", _("ITS took it back")


class Mailing(TextChoices):
    """Why a school was written to."""

    ASKED = "asked", _("Asked")
    REMINDED = "reminded", _("Reminded")


class Progress(TextChoices):
    """How far a school is."""

    ANSWERED = "answered", _("Answered")
    BEGUN = "begun", _("Begun")
    SILENT = "silent", _("Not yet")
