"""Which students of the school a report of bullying is about (I2)."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import students

AT = f"cases/<{CASE}:code>/students"
patterns: list[URLPattern] = [
    path(f"{AT}/", students.case_students, name="case_students"),
    path(f"{AT}/add/", students.student_add, name="student_add"),
    path(f"{AT}/<uuid:name>/end/", students.student_end, name="student_end"),
]
