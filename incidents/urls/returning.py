"""The way back to a report. Addresses say nothing of what is behind them, and hold no words."""

from django.urls import URLPattern, path

from incidents.views import come_back, my_report

BASE = "speak-up/return/"
OWN = f"{BASE}<slug:handle>/"

patterns: list[URLPattern] = [
    path(BASE, come_back.come_back, name="come_back"),
    path("speak-up/closed/", come_back.left, name="left"),
    path("speak-up/show/", come_back.show_someone, name="show_someone"),
    path(OWN, my_report.my_report, name="my_report"),
    path(f"{OWN}words/", come_back.my_words, name="my_words"),
    path(f"{OWN}words/written/", come_back.my_words_written, name="my_words_written"),
    path(f"{OWN}words/new/", come_back.my_new_words, name="my_new_words"),
    path(f"{OWN}leave/", come_back.leave, name="leave"),
    path(f"{OWN}message/", my_report.my_message, name="my_message"),
    path(f"{OWN}more/", my_report.my_addition, name="my_addition"),
    path(f"{OWN}stop/", my_report.my_stop, name="my_stop"),
    path(f"{OWN}again/", my_report.my_unanswered, name="my_unanswered"),
    path(f"{OWN}open/", my_report.my_reopening, name="my_reopening"),
    path(f"{OWN}contact/", my_report.my_contact, name="my_contact"),
    path(f"{OWN}not/", my_report.my_keep_out, name="my_keep_out"),
    path(f"{OWN}now/", my_report.my_check_in, name="my_check_in"),
    path(f"{OWN}paper/", my_report.my_proof, name="my_proof"),
    path("speak-up/paper/", my_report.check_proof, name="check_proof"),
]
