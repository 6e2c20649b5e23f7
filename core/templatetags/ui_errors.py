"""What the components need to know about forms and languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.forms import BaseForm, BoundField, CheckboxSelectMultiple, RadioSelect


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary; `anchor` is empty where there is no field to go to."""

    text: str
    anchor: str = ""
    label: str = ""


def problems(form: BaseForm) -> Iterator[Problem]:
    """Each error of a bound form, those of the whole form first."""
    for text in form.non_field_errors():
        yield Problem(str(text))
    for field in form:
        for text in field.errors:
            yield Problem(str(text), "" if field.is_hidden else anchor(field), str(field.label))


def anchor(field: BoundField) -> str:
    """The id to jump to: a group of options has none of its own, so its first option."""
    if isinstance(field.field.widget, CheckboxSelectMultiple | RadioSelect):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def language_codes() -> list[str]:
    """The languages the product is offered in, in the order of the settings."""
    return [code for code, _ in settings.LANGUAGES]
