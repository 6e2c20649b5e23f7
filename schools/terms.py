"""The words of this app, once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GRADES = ("PK", "KG", *(f"{number:02d}" for number in range(1, 13)))


class SchoolKind(TextChoices):
    DISTRICT_RUN = "district_run", _("District-run")
    CHARTER = "charter", _("Charter")
    CONTRACT = "contract", _("Contract")
    OPTIONS = "options", _("Options")


class Role(TextChoices):
    """What a person does; every right follows from one of these, dated, at one place."""

    TEACHER = "teacher", _("Teacher")
    COACH = "coach", _("Coach")
    AIDE = "aide", _("Aide or other school staff")
    CLERK = "clerk", _("Clerk")
    ADMINISTRATOR = "administrator", _("School administrator")
    PRINCIPAL = "principal", _("Principal")
    VOLUNTEER = "volunteer", _("Volunteer, stipend or vendor's staff")
    CHIEF = "chief", _("Network chief")
    OUTREACH = "outreach", _("Outreach office")
    RECORDS = "records", _("Records office")
    ITS = "its", _("ITS auditor")
    REVIEWER = "reviewer", _("ITS reviewer")
    PROCUREMENT = "procurement", _("Procurement")
    OIG = "oig", _("Office of Inspector General")
    PROTECTIONS = "protections", _("Student Protections")
    ADMIN = "admin", _("System administrator")


# Where a role is held: at a school, at a network, or for the whole district.
SCHOOL_ROLES = (
    Role.TEACHER,
    Role.COACH,
    Role.AIDE,
    Role.CLERK,
    Role.ADMINISTRATOR,
    Role.PRINCIPAL,
)
# People who help at a school, checked by two of its staff. They see the activities that name them, and nothing
# of the school: none of its students, lists or work.
VOLUNTEER_ROLES = (Role.VOLUNTEER,)
NETWORK_ROLES = (Role.CHIEF,)
# Offices that read reports. The role alone opens none: a second person of the office confirms it.
REPORT_ROLES = (Role.OIG, Role.PROTECTIONS)
DISTRICT_ROLES = tuple(
    role for role in Role if role not in SCHOOL_ROLES + VOLUNTEER_ROLES + NETWORK_ROLES
)


class AdultCategory(TextChoices):
    """What an adult is to the district. An exception says which of them it covers."""

    EMPLOYEE = "employee", _("Employee")
    STIPEND = "stipend", _("Stipend staff")
    VOLUNTEER = "volunteer", _("Volunteer")
    VENDOR = "vendor", _("Vendor's staff")


class Authority(TextChoices):
    """May this contact sign for this student?"""

    YES = "yes", _("May sign")
    CHECK = "check", _("To be checked by the school")
    NO = "no", _("May not sign")


class Branch(TextChoices):
    """On what ground somebody other than the guardians with authority signs for a student."""

    GUARDIANS = "guardians", _("Parents and guardians")
    WARD = "ward", _("Ward of an agency")
    UNACCOMPANIED = "unaccompanied", _("Unaccompanied youth")
    EMANCIPATED = "emancipated", _("Emancipated minor")
    NOBODY = "nobody", _("Nobody may sign")


class Signs(TextChoices):
    """Who signs."""

    GUARDIANS = "guardians", _("The guardians with authority")
    NAMED = "named", _("One named person")
    STUDENT = "student", _("The student")
    NOBODY = "nobody", _("Nobody")


class PairWord(TextChoices):
    """What somebody said about two contacts that might be one person."""

    TWO = "two", _("They are two")
    LATER = "later", _("Look again later")


class LinkSource(TextChoices):
    ROSTER = "roster", _("Roster")
    CONTACTS = "contacts", _("Contacts file")
    PERSON = "person", _("Entered by staff")


class ImportKind(TextChoices):
    ROSTER = "roster", _("Roster (OneRoster)")
    CONTACTS = "contacts", _("Guardian contacts")


class ImportState(TextChoices):
    READING = "reading", _("Being read")
    DRY_RUN = "dry_run", _("Dry run: nothing changed")
    STOPPED = "stopped", _("Stopped: needs a person's yes")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Could not be read")


# What a volunteer can be; employees come with the roster.
VOLUNTEER_CATEGORIES = (AdultCategory.STIPEND, AdultCategory.VOLUNTEER, AdultCategory.VENDOR)


class VolunteerStage(TextChoices):
    """Where somebody stands whom a principal wants to have help."""

    WAITING = "waiting", _("To be checked")
    CHECKED = "checked", _("Checked")
    REFUSED = "refused", _("Refused")


class LineCode(TextChoices):
    """Whose line it is. Rules that say whom to call name these; the numbers are the district's rows."""

    EMERGENCY = "911", _("Emergency (911)")
    CRISIS = "988", _("Suicide and crisis line (988)")
    OIG = "oig", _("Office of Inspector General")
    STUDENT_PROTECTIONS = "student_protections", _("Student Protections Hotline")
    DCFS = "dcfs", _("Child-protection hotline")
    OTHER = "other", _("Another line")


class LineKind(TextChoices):
    CALL = "call", _("Call")
    TEXT = "text", pgettext_lazy("by telephone", "Text")
    CHAT = "chat", _("Chat")
