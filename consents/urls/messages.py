"""Messages to families: reminders, what fails, what they text back, the district's numbers."""

from django.urls import URLPattern, path

from consents.views import reminders, replies

patterns: list[URLPattern] = [
    path("activities/<int:pk>/remind/", reminders.remind_silent, name="remind_silent"),
    path("deliveries/", replies.failing_messages, name="failing_messages"),
    path("replies/", replies.replies, name="replies"),
    path("replies/<int:pk>/", replies.reply, name="reply_text"),
    path("replies/<int:pk>/settle/", replies.reply_settle, name="reply_settle"),
    path("hooks/sms/in/", replies.sms_in_hook, name="sms_in_hook"),
    path("message-rules/", reminders.message_rules, name="message_rules"),
]
