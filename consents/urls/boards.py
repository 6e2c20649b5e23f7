"""The board of one activity, what is done on it, and the page to travel with."""

from django.urls import URLPattern, path

from consents.views import boards, bulk

patterns: list[URLPattern] = [
    path("activities/<int:pk>/board/", boards.activity_board, name="activity_board"),
    path("activities/<int:pk>/board.<str:file_format>", boards.board_file, name="board_file"),
    path("activities/<int:pk>/travel/", boards.activity_travel, name="activity_travel"),
    path("activities/<int:pk>/board/keep/", boards.keep_filter, name="keep_filter"),
    path(
        "activities/<int:pk>/board/kept/<int:filter_pk>/drop/",
        boards.drop_filter,
        name="drop_filter",
    ),
    path("activities/<int:pk>/board/many/", bulk.bulk_preview, name="bulk_preview"),
    path("activities/<int:pk>/board/many/do/", bulk.bulk_do, name="bulk_do"),
    path("activities/<int:pk>/board/many/<int:run_pk>/", bulk.bulk_run, name="bulk_run"),
]
