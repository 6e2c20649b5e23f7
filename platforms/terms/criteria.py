"""The words of criteria sets: what they cite, and how one comes to be used (P2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """What a criterion rests on, or answers to."""

    POLICY = "policy", _("Acceptable Use Policy")
    LAW = "law", _("Law")
    NIST_800_53 = "nist_800_53", _("NIST SP 800-53 r5")
    NIST_CSF = "nist_csf", _("NIST CSF 2.0")
    HECVAT = "hecvat", _("HECVAT 4")
    K12CVAT = "k12cvat", _("K-12CVAT Lite 4")
    MVSP = "mvsp", _("MVSP 3")
    OTHER = "other", _("Other")


class AdoptionStage(TextChoices):
    """Where a proposal to use a set stands."""

    PUT_FORWARD = "forward", _("With a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")
    WITHDRAWN = "withdrawn", _("Taken back")


class AdoptionMove(TextChoices):
    """What may happen to a proposal."""

    CONFIRM = "confirm", _("Confirm")
    REFUSE = "refuse", _("Do not confirm")
    WITHDRAW = "withdraw", _("Take back")
