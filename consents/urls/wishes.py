"""A guardian names an adult; the school answers."""

from django.urls import URLPattern, path

from consents.views import guardian_wishes, wishes

patterns: list[URLPattern] = [
    path(
        "c/<str:token>/ask-the-school/",
        guardian_wishes.guardian_ask_school,
        name="guardian_ask_school",
    ),
    path(
        "c/<str:token>/wishes/<int:pk>/take-back/",
        guardian_wishes.guardian_take_wish_back,
        name="guardian_take_wish_back",
    ),
    path("families-wishes/", wishes.wishes, name="wishes"),
    path("families-wishes/<int:pk>/", wishes.wish, name="wish"),
    path("families-wishes/<int:pk>/match/", wishes.match_wish, name="match_wish"),
    path("families-wishes/<int:pk>/begin/", wishes.begin_wish, name="begin_wish"),
    path("families-wishes/<int:pk>/decline/", wishes.decline_wish, name="decline_wish"),
]
