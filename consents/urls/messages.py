"""Messages to families: reminders, what fails, what they text back, the district's numbers."""

from django.urls import URLPattern, path

from consents.views import reminders

patterns: list[URLPattern] = [
    path("activities/<int:pk>/remind/", reminders.remind_silent, name="remind_silent"),
    path("message-rules/", reminders.message_rules, name="message_rules"),
]
