"""The first line of the staff menu."""

from django.utils.translation import gettext_lazy as _

from core import navigation

navigation.register(_("My work"), "home", "home", 5)
