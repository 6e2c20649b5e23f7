"""A student who signs for themself."""

from django.urls import URLPattern, path

from consents.views import my_forms

patterns: list[URLPattern] = [
    path("my-forms/", my_forms.my_forms, name="my_forms"),
    path("my-forms/code/", my_forms.my_forms_code, name="my_forms_code"),
]
