"""Signs that a machine sent a report."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sign(TextChoices):
    TRAPPED = "trapped", _("A field that no person sees was filled in")
    FAST = "fast", _("It was sent within seconds")
    ALIKE = "alike", _("The same words came several times within the hour")
    FLOOD = "flood", _("Hundreds came from one place within minutes")
