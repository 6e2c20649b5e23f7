"""Who the people in a case are, where it goes, and stepping back from it (I1, I2)."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import case_offices, people, routing

AT = f"cases/<{CASE}:code>"
patterns: list[URLPattern] = [
    path(f"{AT}/people/", people.case_people, name="case_people"),
    path(f"{AT}/people/add/", people.person_add, name="person_add"),
    path(f"{AT}/people/<uuid:name>/", people.case_person, name="case_person"),
    path(f"{AT}/people/<uuid:name>/match/", people.person_match, name="person_match"),
    path(f"{AT}/people/<uuid:name>/outside/", people.person_outside, name="person_outside"),
    path(f"{AT}/people/<uuid:name>/student/", people.person_student, name="person_student"),
    path(f"{AT}/people/<uuid:name>/take-back/", people.person_take_back, name="person_take_back"),
    path(f"{AT}/people/<uuid:name>/answer/", people.unnaming_answer, name="unnaming_answer"),
    path(f"{AT}/recuse/", routing.case_recuse, name="case_recuse"),
    path(f"{AT}/routing/", routing.case_routing, name="case_routing"),
    path(f"{AT}/routing/concern/", routing.case_reclassify, name="case_reclassify"),
    path(f"{AT}/routing/danger/", routing.case_danger, name="case_danger"),
    path(f"{AT}/routing/school/", routing.case_school, name="case_school"),
    path(f"{AT}/routing/<uuid:name>/", routing.case_receipt, name="case_receipt"),
    path(f"{AT}/offices/", case_offices.case_offices, name="case_offices"),
    path(f"{AT}/offices/share/", case_offices.case_share, name="case_share"),
    path(f"{AT}/offices/hand-over/", case_offices.case_hand_over, name="case_hand_over"),
    path(f"{AT}/offices/refer/", case_offices.case_refer, name="case_refer"),
    path(f"{AT}/offices/bring-in/", case_offices.case_bring_in, name="case_bring_in"),
    path(f"{AT}/offices/send-out/", case_offices.case_send_out, name="case_send_out"),
]
