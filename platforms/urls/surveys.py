"""The survey: a school's page, the school's own office, and ITS."""

from django.urls import URLPattern, path

from platforms.views import school_surveys, survey_answers, survey_names, surveys, usage

patterns: list[URLPattern] = [
    path("survey/<str:token>/", survey_answers.survey, name="survey"),
    path("surveys/", school_surveys.my_surveys, name="my_surveys"),
    path("surveys/<int:pk>/", survey_answers.my_survey, name="my_survey"),
    path("its/surveys/", surveys.surveys, name="surveys"),
    path("its/surveys/new/", surveys.new_survey, name="new_survey"),
    path("its/surveys/names/", survey_names.survey_names, name="survey_names"),
    path("its/surveys/names/look-again/", survey_names.look_again, name="look_again"),
    path("its/surveys/names/<int:pk>/", survey_names.survey_name, name="survey_name"),
    path("its/surveys/names/<int:pk>/settle/", survey_names.settle_name, name="settle_name"),
    path(
        "its/surveys/names/<int:pk>/take-back/", survey_names.take_name_back, name="take_name_back"
    ),
    path("its/surveys/map/", usage.usage_map, name="usage_map"),
    path("its/surveys/<int:pk>/", surveys.its_survey, name="its_survey"),
    path("its/surveys/<int:pk>/edit/", surveys.edit_survey, name="edit_survey"),
    path("its/surveys/<int:pk>/start/", surveys.start_survey, name="start_survey"),
    path("its/surveys/<int:pk>/discard/", surveys.discard_survey, name="discard_survey"),
    path("its/surveys/<int:pk>/end/", surveys.move_survey_end, name="move_survey_end"),
    path("its/surveys/<int:pk>/remind/", surveys.remind_schools, name="remind_schools"),
    path("its/surveys/<int:pk>/export/", surveys.export_survey, name="export_survey"),
    path("its/surveys/schools/<int:pk>/", surveys.surveyed_school, name="surveyed_school"),
    path("its/surveys/schools/<int:pk>/link/", surveys.renew_link, name="renew_link"),
]
