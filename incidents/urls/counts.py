"""Yearly counts."""

from django.urls import URLPattern, path

from incidents.views import counts

patterns: list[URLPattern] = [
    path("cases/counts/", counts.counts, name="counts"),
    path("cases/counts.csv", counts.counts_csv, name="counts_csv"),
]
