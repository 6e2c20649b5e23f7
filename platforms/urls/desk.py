"""The ITS desk, and what ITS sees of the whole registry from it."""

from django.urls import URLPattern, path

from platforms.views import desk, past

patterns: list[URLPattern] = [
    path("its/", desk.its_desk, name="its_desk"),
    path("its/next/", desk.audit_queue, name="audit_queue"),
    path("its/next/<slug:file_format>/", desk.audit_queue_file, name="audit_queue_file"),
    path("its/candidates/", desk.candidates, name="candidates"),
    path("its/candidates/<slug:file_format>/", desk.candidates_file, name="candidates_file"),
    path("its/past/", past.past, name="past"),
    path("its/past/<slug:file_format>/", past.past_file, name="past_file"),
    path("its/pictures/", desk.pictures, name="pictures"),
    path("its/pictures/<slug:file_format>/", desk.pictures_file, name="pictures_file"),
]
