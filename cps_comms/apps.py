from django.apps import AppConfig

from cps_comms.celery import app


class CommsConfig(AppConfig):
    name = "cps_comms"

    def ready(self) -> None:
        # Whoever hands a row over must know the task that runs it. Only workers load the others: the
        # libraries those need would slow every command.
        app.autodiscover_tasks(["core"], force=True)
