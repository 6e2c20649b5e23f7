"""A case's code in addresses (`<case:code>`): only what can be one, so that `/cases/new/` is never taken for a case."""

from typing import Final

from django.urls import register_converter

from incidents.models.cases import SIGNS


class CaseCode:
    regex = f"[{SIGNS}]{{4}}-[{SIGNS}]{{4}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


CASE: Final = "case"
register_converter(CaseCode, CASE)
