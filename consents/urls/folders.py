"""The cumulative folder, and whether a form from it is genuine."""

from django.urls import URLPattern, path

from consents.views import folder, verify

patterns: list[URLPattern] = [
    path("folders/", folder.folders, name="folders"),
    path("students/<int:pk>/folder/", folder.folder, name="folder"),
    path("students/<int:pk>/folder/<int:document_pk>/", folder.folder_file, name="folder_file"),
    path("verify/", verify.verify, name="verify"),
]
