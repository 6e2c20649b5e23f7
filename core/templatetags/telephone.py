"""Telephone numbers as people write them."""

from __future__ import annotations

import phonenumbers
from django import template

register = template.Library()


@register.filter
def telephone(number: str) -> str:
    """A kept E.164 number in groups; anything else as it is."""
    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    written: str = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return written


@register.filter
def telephone_in_text(number: str) -> str:
    """The same amid plain words, kept left to right where they run right to left."""
    written = telephone(number)
    return f"\N{LEFT-TO-RIGHT ISOLATE}{written}\N{POP DIRECTIONAL ISOLATE}" if written else ""
