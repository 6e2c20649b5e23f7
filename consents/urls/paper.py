"""Paper: sheets to print, scanned stacks, and the pages that people read."""

from django.urls import URLPattern, path

from consents.views import packets, paper, scans

patterns: list[URLPattern] = [
    path("paper/", paper.paper, name="paper"),
    path("paper/stacks/", paper.paper_stacks, name="paper_stacks"),
    path("paper/stacks/new/", paper.paper_upload, name="paper_upload"),
    path("paper/stacks/<int:pk>/", paper.paper_stack, name="paper_stack"),
    path("paper/stacks/<int:pk>/place/", paper.paper_place, name="paper_place"),
    path("paper/letters/", paper.paper_letters, name="paper_letters"),
    path("paper/letters/print/", paper.paper_print_letters, name="paper_print_letters"),
    path("paper/packets/", packets.packets, name="packets"),
    path("paper/packets/<int:pk>/", packets.packet, name="packet"),
    path("paper/packets/<int:pk>/file/", packets.packet_file, name="packet_file"),
    path("paper/pages/<int:pk>/", scans.scan, name="scan"),
    path("paper/pages/<int:pk>/image/", scans.scan_image, name="scan_image"),
    path("paper/pages/<int:pk>/decide/", scans.scan_decide, name="scan_decide"),
    path("paper/pages/<int:pk>/look/", scans.scan_look, name="scan_look"),
    path("paper/pages/<int:pk>/reopen/", scans.scan_reopen, name="scan_reopen"),
    path("activities/<int:pk>/paper/", packets.print_forms, name="print_forms"),
    path("c/<str:token>/forms/<int:ask_id>/paper/", packets.guardian_paper, name="guardian_paper"),
    path(
        "c/<str:token>/forms/<int:ask_id>/paper/file/",
        packets.guardian_paper_file,
        name="guardian_paper_file",
    ),
]
