"""After the decision: publishing, proposals, what ends, the registry's days, schools moving off."""

from django.urls import URLPattern, path

from platforms.views import after, endings, school_plans, transitions

patterns: list[URLPattern] = [
    path("its/after/", after.after, name="after"),
    path("its/after/publish/<int:pk>/", after.publish_decision, name="publish_decision"),
    path("its/after/silenced/<int:pk>/", after.silenced, name="silenced"),
    path("its/after/propose/<int:pk>/<slug:kind>/", after.propose_change, name="propose_change"),
    path("its/after/proposals/", after.proposals, name="proposals"),
    path("its/after/proposals/<int:pk>/", after.proposal, name="proposal"),
    path("its/after/proposals/<int:pk>/confirm/", after.confirm_proposal, name="confirm_proposal"),
    path("its/after/proposals/<int:pk>/refuse/", after.refuse_proposal, name="refuse_proposal"),
    path(
        "its/after/proposals/<int:pk>/withdraw/", after.withdraw_proposal, name="withdraw_proposal"
    ),
    path("its/after/ending/", endings.endings, name="endings"),
    path("its/after/numbers/", endings.platform_rules, name="platform_rules"),
    path("its/transitions/", transitions.transitions, name="transitions"),
    path("its/transitions/<int:pk>/", transitions.transition_move, name="transition_move"),
    path("its/transitions/time/<int:pk>/", transitions.answer_extension, name="answer_extension"),
    path("transition/", school_plans.my_transitions, name="my_transitions"),
    path("transition/<int:pk>/", school_plans.transition, name="transition"),
    path("transition/<int:pk>/step/", school_plans.tick_transition, name="tick_transition"),
    path("transition/<int:pk>/time/", school_plans.ask_for_time, name="ask_for_time"),
    path("transition/<int:pk>/letter/", school_plans.transition_letter, name="transition_letter"),
]
