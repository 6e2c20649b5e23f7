"""What the desk says to who reported, in their language and in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from incidents.models import Case


def acknowledgement(case: Case) -> str:
    """A person has read the report. Nothing in it says what it is about."""
    with override(case.language):
        return "\n\n".join(
            [
                _("Thank you for telling us. A person has read what you wrote."),
                _("You did the right thing. You are not in trouble for telling."),
                _("We will now find out more. You can write to us here at any time."),
                _("If somebody is in danger now, call 911."),
            ]
        )
