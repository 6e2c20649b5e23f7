"""Programs of the CEO's: written, confirmed, told to families, asked for."""

from django.urls import URLPattern, path

from consents.views import program_people, programs

patterns: list[URLPattern] = [
    path("programs/", programs.programs, name="programs"),
    path("programs/new/", programs.new_program, name="new_program"),
    path("programs/<int:pk>/", programs.program, name="program"),
    path("programs/<int:pk>/edit/", programs.edit_program, name="edit_program"),
    path(
        "programs/<int:pk>/put-forward/", programs.put_program_forward, name="put_program_forward"
    ),
    path("programs/<int:pk>/send-back/", programs.send_program_back, name="send_program_back"),
    path("programs/<int:pk>/publish/", programs.publish_program, name="publish_program"),
    path("programs/<int:pk>/discard/", programs.discard_program, name="discard_program"),
    path("programs/<int:pk>/end/", programs.end_program, name="end_program"),
    path(
        "programs/<int:pk>/approval/<int:number>/",
        programs.program_document,
        name="program_document",
    ),
    path("programs/<int:pk>/staff/", program_people.program_staff, name="program_staff"),
    path(
        "programs/<int:pk>/staff/<int:row>/end/",
        program_people.end_program_staff,
        name="end_program_staff",
    ),
    path("programs/<int:pk>/students/", program_people.program_students, name="program_students"),
    path(
        "programs/<int:pk>/students/<int:row>/remove/",
        program_people.remove_program_student,
        name="remove_program_student",
    ),
    path("programs/<int:pk>/ask/", program_people.ask_for_program, name="ask_for_program"),
]
