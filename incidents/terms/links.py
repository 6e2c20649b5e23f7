"""What case staff ask the other registers (I1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LinkKind(TextChoices):
    VERDICT = "verdict", _("Was this adult allowed to text this student then?")
    RECIPIENTS = "recipients", _("Which recipients did they hold that day?")
    PLATFORM = "platform", _("Was this tool approved that day?")
