"""What everybody may read without signing in: asked for most, so found first; a slug takes what others leave."""

from django.urls import URLPattern, path

from platforms.views import public_list, public_page

listed: list[URLPattern] = [
    path("platforms/", public_list.public_list, name="public_list"),
    path("platforms.json", public_list.public_list_json, name="public_list_json"),
    path("platforms.csv", public_list.public_list_csv, name="public_list_csv"),
    path("platforms.atom", public_list.public_list_atom, name="public_list_atom"),
    path("platforms/embed/", public_list.public_list_embed, name="public_list_embed"),
    path("platforms/check/", public_page.public_check, name="public_check"),
]
by_slug: list[URLPattern] = [
    path("platforms/<slug:slug>/", public_page.public_platform, name="public_platform"),
]
patterns: list[URLPattern] = [*listed, *by_slug]
