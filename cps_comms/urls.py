"""Root URLs: one line per app."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("core.urls")),
    path("", include("guidance.urls")),
    path("", include("accounts.urls")),
    path("", include("schools.urls")),
    path("", include("documents.urls")),
    path("", include("notices.urls")),
    path("", include("incidents.urls")),
    path("", include("platforms.urls")),
    path("", include("consents.urls")),
]
