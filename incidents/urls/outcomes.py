"""What was found about people, and what follows."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import outcomes

AT = f"cases/<{CASE}:code>/outcome"
patterns: list[URLPattern] = [
    path(f"{AT}/", outcomes.case_outcome, name="case_outcome"),
    path(f"{AT}/<uuid:person>/finding/", outcomes.find_person, name="find_person"),
    path(f"{AT}/<uuid:person>/order/", outcomes.order_person, name="order_person"),
    path(f"{AT}/letters/<uuid:letter>/", outcomes.person_letter, name="person_letter"),
]
