"""Doors of schools. The names of addresses are the names of views."""

from django.urls import path

from schools.views import (
    corrections,
    district,
    grants,
    imports,
    lines,
    schools,
    students,
    volunteers,
    years,
)

app_name = "schools"
urlpatterns = [
    path("schools/", schools.schools, name="schools"),
    path("schools/without-principal/", schools.without_principal, name="without_principal"),
    path("schools/years/", years.years, name="years"),
    path("schools/years/add/", years.add_year, name="add_year"),
    path("schools/years/<int:pk>/", years.edit_year, name="edit_year"),
    path("schools/roles/<int:pk>/end/", grants.end_role, name="end_role"),
    path("schools/delegates/<int:pk>/revoke/", grants.revoke_delegation, name="revoke_delegation"),
    path("schools/volunteers/", volunteers.volunteers, name="volunteers"),
    path("schools/volunteers/add/", volunteers.add_volunteer, name="add_volunteer"),
    path("schools/volunteers/<int:pk>/", volunteers.volunteer, name="volunteer"),
    path("schools/volunteers/<int:pk>/check/", volunteers.check_volunteer, name="check_volunteer"),
    path(
        "schools/volunteers/<int:pk>/refuse/", volunteers.refuse_volunteer, name="refuse_volunteer"
    ),
    path("schools/<int:pk>/", schools.school, name="school"),
    path("schools/<int:pk>/edit/", schools.edit_school, name="edit_school"),
    path("schools/<int:pk>/roles/", grants.grant_role, name="grant_role"),
    path("schools/<int:pk>/delegates/", grants.name_delegate, name="name_delegate"),
    path("students/", students.students, name="students"),
    path("students/nobody-to-ask/", students.nobody_to_ask, name="nobody_to_ask"),
    path("students/<int:pk>/", students.student, name="student"),
    path("students/<int:pk>/correct/", corrections.correct_student, name="correct_student"),
    path("students/<int:pk>/contacts/", corrections.add_contact, name="add_contact"),
    path("contacts/<int:pk>/correct/", corrections.correct_contact, name="correct_contact"),
    path("contacts/<int:pk>/authority/", corrections.set_authority, name="set_authority"),
    path("district/", district.district, name="district"),
    path("district/edit/", district.edit_district, name="edit_district"),
    path("district/networks/", district.add_network, name="add_network"),
    path("district/lines/", lines.add_line, name="add_line"),
    path("district/lines/<int:pk>/", lines.correct_line, name="correct_line"),
    path("district/lines/<int:pk>/end/", lines.end_line, name="end_line"),
    path("district/roles/", district.grant_office, name="grant_office"),
    path("district/roles/<int:pk>/end/", district.end_office, name="end_office"),
    path("imports/", imports.imports, name="imports"),
    path("imports/upload/", imports.upload, name="upload"),
    path("imports/<int:pk>/", imports.import_run, name="import_run"),
    path("imports/<int:pk>/problems.csv", imports.import_problems, name="import_problems"),
    path("imports/<int:pk>/go-on/", imports.import_go_on, name="import_go_on"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import_discard"),
]
