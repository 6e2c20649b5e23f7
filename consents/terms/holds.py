"""The words around answers that are checked before they count."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HoldCause(TextChoices):
    """Why an answer is checked before it counts."""

    NOT_ON_FILE = "not_on_file", _("The contact it was signed from is not on file for this person.")
    CHANGED_SINCE = "changed_since", _("The contact was changed after the form was sent.")
    STAFF_CONTACT = "staff_contact", _("The contact also belongs to an employee.")
    STUDENT_CONTACT = "student_contact", _("The contact also belongs to a student.")
    SHARED_CONTACT = (
        "shared_contact",
        _("The same contact signs for families that are not related."),
    )
    SHARED_DEVICE = "shared_device", _("The same device signs for families that are not related.")
    UNKNOWN_SIGNER = "unknown_signer", _("The name on the sheet is nobody known for this student.")
