"""Questions to the other registers."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import links

AT = f"cases/<{CASE}:code>/links"
patterns: list[URLPattern] = [
    path(f"{AT}/", links.case_links, name="case_links"),
    path(f"{AT}/verdict/", links.ask_verdict, name="ask_verdict"),
    path(f"{AT}/recipients/", links.ask_recipients, name="ask_recipients"),
    path(f"{AT}/platform/", links.ask_platform, name="ask_platform"),
]
