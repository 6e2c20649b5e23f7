"""The words of the case desk."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActionKind(TextChoices):
    """What was done about a case. Reading it, handing it on and writing notes are no actions."""

    SPOKE_STUDENT = "spoke_student", _("Spoke with the student it happened to")
    SPOKE_REPORTER = "spoke_reporter", _("Spoke with who reported it")
    SPOKE_FAMILY = "spoke_family", _("Spoke with the family")
    SPOKE_WITNESS = "spoke_witness", _("Spoke with somebody who knows something")
    SPOKE_ACCUSED = "spoke_accused", _("Spoke with who it is about")
    KEPT_APART = "kept_apart", _("Kept those concerned apart")
    SAFETY_PLAN = "safety_plan", _("Made a safety plan")
    EVIDENCE = "evidence", _("Looked at the evidence, or asked for more")
    SUPPORT = "support", _("Arranged support: counselor, nurse, social worker")
    AUTHORITY = "authority", _("Called the police or child protection")
    OTHER = "other", _("Something else (say what in the note)")


class Outcome(TextChoices):
    """How a case ends."""

    FOUNDED = "founded", _("It happened as reported")
    PARTLY = "partly", _("Part of it happened as reported")
    UNFOUNDED = "unfounded", _("It did not happen as reported")
    NOT_ENOUGH = "not_enough", _("There is not enough to tell")
    REFERRED = "referred", _("Not ours: handed to somebody else")


class Level(TextChoices):
    """Who hears of silence, one after the other."""

    READERS = "readers", _("Whoever has it")
    CHIEF = "chief", _("The network chief")
    OFFICE = "office", _("The whole office")
