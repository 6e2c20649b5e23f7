"""What everybody may read without signing in. Last among the platforms' addresses: a slug takes what is left."""

from django.urls import URLPattern, path

from platforms.views import public_list, public_page

patterns: list[URLPattern] = [
    path("platforms/", public_list.public_list, name="public_list"),
    path("platforms.json", public_list.public_list_json, name="public_list_json"),
    path("platforms.csv", public_list.public_list_csv, name="public_list_csv"),
    path("platforms.atom", public_list.public_list_atom, name="public_list_atom"),
    path("platforms/embed/", public_list.public_list_embed, name="public_list_embed"),
    path("platforms/check/", public_page.public_check, name="public_check"),
    path("platforms/<slug:slug>/", public_page.public_platform, name="public_platform"),
]
