"""The truth about who answered: answers being checked, shared tablets, and students who soon decide alone."""

from django.urls import URLPattern, path

from consents.views import held, tablets, turning_18

patterns: list[URLPattern] = [
    path("turning-18/", turning_18.turning_18, name="turning_18"),
    path("answers-held/", held.answers_held, name="answers_held"),
    path("answers-held/<int:pk>/", held.answer_held, name="answer_held"),
    path("answers-held/<int:pk>/release/", held.answer_release, name="answer_release"),
    path("answers/<int:pk>/does-not-count/", held.answer_invalidate, name="answer_invalidate"),
    path("tablets/", tablets.tablets, name="tablets"),
    path("tablets/mark/", tablets.mark_tablet, name="mark_tablet"),
    path("tablets/<int:pk>/end/", tablets.end_tablet, name="end_tablet"),
]
