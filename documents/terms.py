"""The words of this app, once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    SIGNED_FORM = "signed_form", _("Signed consent form")
    WITHDRAWAL = "withdrawal", _("Withdrawal of consent")
    PAPER_FORM = "paper_form", _("Consent form on paper")
    SPOKEN_FORM = "spoken_form", _("Consent given by word of mouth")
