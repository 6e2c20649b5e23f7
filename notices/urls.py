"""Doors of this app."""

from django.urls import URLPattern, path

from notices.views import hooks, mailbox, operations

urlpatterns: list[URLPattern] = [
    path("hooks/mail/", hooks.mail_hook, name="mail_hook"),
    path("hooks/sms/", hooks.sms_hook, name="sms_hook"),
    path("demo/outbox/", mailbox.demo_outbox, name="demo_outbox"),
    path("operations/", operations.operations, name="operations"),
    path("operations/work/<int:pk>/retry/", operations.retry_work, name="retry_work"),
    path("operations/notices/<int:pk>/send-again/", operations.send_again, name="send_again"),
]
