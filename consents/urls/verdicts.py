"""The question everything else is for, for people and for other systems; what ends with the year."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from consents.api import verdicts as api
from consents.views import verdict, year_end

patterns: list[URLPattern | URLResolver] = [
    # The question everything else is for.
    path("may-i-text/", verdict.may_i_text, name="may_i_text"),
    path("year-end/", year_end.year_end, name="year_end"),
    # For other systems.
    path("api/v1/", include((api.patterns, "api"), namespace="api")),
    re_path(r"^api/", api.nothing_here, name="api_nothing_here"),
]
