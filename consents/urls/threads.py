"""Group texts of an activity, lists of recipients for bulk systems, and stopping."""

from django.urls import URLPattern, path

from consents.views import recipients, stops, threads

patterns: list[URLPattern] = [
    path("activities/<int:pk>/threads/", threads.threads, name="threads"),
    path("activities/<int:pk>/threads/hand-out/", threads.hand_out, name="hand_out"),
    path("threads/<int:pk>/", threads.handed_out, name="handed_out"),
    path("threads/<int:pk>/contacts.vcf", threads.contact_file, name="contact_file"),
    # Lists for bulk systems.
    path("activities/<int:pk>/recipients/", recipients.recipients, name="recipients"),
    path(
        "activities/<int:pk>/recipients/export/",
        recipients.start_export,
        name="start_export",
    ),
    path("exports/<int:pk>/file/", recipients.export_file, name="export_file"),
    path("stops/", stops.stops, name="stops"),
    path("stops/confirm/", stops.acknowledge_stops, name="acknowledge_stops"),
    path("stops/overdue/", stops.overdue_stops, name="overdue_stops"),
    path("stops/<int:pk>/settle/", stops.settle_stop, name="settle_stop"),
]
