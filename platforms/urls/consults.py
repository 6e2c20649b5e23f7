"""A school asks ITS about a tool; Procurement looks its code up (P6)."""

from django.urls import URLPattern, path

from platforms.views import consults

patterns: list[URLPattern] = [
    path("consult/", consults.consult, name="consult"),
    path("consult/mine/", consults.my_consults, name="my_consults"),
    path("consult/<int:pk>/", consults.consult_request, name="consult_request"),
    path("consult/<int:pk>/say/", consults.consult_say, name="consult_say"),
    path("consult/<int:pk>/withdraw/", consults.consult_withdraw, name="consult_withdraw"),
    path("consult/<int:pk>/reopen/", consults.consult_reopen, name="consult_reopen"),
    path("its/consults/", consults.its_consults, name="its_consults"),
    path("its/consults/<int:pk>/take/", consults.consult_take, name="consult_take"),
    path("its/consults/<int:pk>/tool/", consults.consult_platform, name="consult_platform"),
    path("its/consults/<int:pk>/answer/", consults.consult_answer, name="consult_answer"),
    path("procurement/codes/", consults.procurement_codes, name="procurement_codes"),
]
