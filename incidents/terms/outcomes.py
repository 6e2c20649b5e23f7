"""What came of a report for each person in it, and what follows (I4, I5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Finding(TextChoices):
    SUBSTANTIATED = "substantiated", _("Substantiated")
    NOT_SHOWN = "not_shown", _("Could not be shown")
    UNFOUNDED = "unfounded", _("Unfounded")


class Consequence(TextChoices):
    """The policy's list for adults (I4)."""

    ACCESS_SUSPENDED = "access_suspended", _("Access suspended")
    ACCESS_CANCELLED = "access_cancelled", _("Access cancelled")
    PAYMENT = "payment", _("Payment for damage or repair")
    DISCIPLINE = "discipline", _("Discipline short of dismissal")
    DISMISSAL = "dismissal", _("Termination of employment")
    CONTRACT = "contract", _("Penalty under the contract")
    EXCLUSION = "exclusion", _("Exclusion of an intern, volunteer or vendor's staff")
    PREMISES = "premises", _("Exclusion from Board premises")
    CIVIL = "civil", _("Civil penalty")
    CRIMINAL = "criminal", _("Criminal penalty")
    NONE = "none", _("None")


class AdultKind(TextChoices):
    """What decides which consequence is the most severe."""

    EMPLOYEE = "employee", _("Employee")
    OUTSIDE = "outside", _("Intern, volunteer, stipend or vendor's staff")
    STRANGER = "stranger", _("Nobody of the district")


class OrderRefusal(TextChoices):
    """Why something is not ordered so, or a case is not settled."""

    NOTHING = "no_consequence", _("Say what follows, or that nothing does.")
    NONE_WITH_OTHERS = (
        "none_with_others",
        _("“None” stands alone: take it out, or everything else."),
    )
    NOT_THEIRS = "not_theirs", _("One of these is not for somebody of this kind: look again.")
    NOT_MOST_SEVERE = (
        "not_most_severe",
        _(
            "A minor was harmed: the most severe consequence is due. Record it, or who decided otherwise, and why."
        ),
    )
    UNFINISHED = (
        "unfinished",
        _("A finding, and for what was substantiated a consequence, is missing."),
    )
    NO_REFERENCE = "no_reference", _("Name the section of the Student Code of Conduct.")
