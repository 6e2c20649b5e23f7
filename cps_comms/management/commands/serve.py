"""manage.py serve: check, migrate, compile what must be compiled, then web, worker and beat."""

import socket
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cps_comms import serving, web
from schools.models import District

# A killed server's last process may hold the port for a second.
PORT_PATIENCE_SECONDS = 3.0
DEMO_ADDRESSES = """
  sign in      {site}/sign-in/
  messages     {site}/demo/outbox/   (every e-mail and text that would have left)

  password     demo-only
  a school     teacher  coach  principal  clerk                      @demo.test
  networks     chief    outreach                                     @demo.test
  offices      records  its  reviewer  procurement  oig  protections @demo.test
  the site     admin                                                 @demo.test
"""


class Command(BaseCommand):
    help = "Serve the whole product: one process, or with REDIS_URL three."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--full",
            action="store_true",
            help="web, worker and beat as processes of their own; the default where REDIS_URL is set",
        )
        parser.add_argument(
            "--demo", action="store_true", help="begin with the demo district if there is none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["full"] and not settings.REDIS_URL:
            raise CommandError("--full needs REDIS_URL: separate processes meet in Redis.")
        wait_for_port()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("compilemo", stdout=self.stdout)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        if options["demo"] and settings.DEMO and not District.objects.exists():
            call_command("seed_demo", stdout=self.stdout)
        self.greet()
        if settings.REDIS_URL:
            raise SystemExit(serving.serve_together())
        serving.serve_alone()

    def greet(self) -> None:
        """Where to go, and in practice who one may be."""
        self.stdout.write(f"\nCPS Comms is on http://{web.bind}/  (Ctrl-C stops it)")
        if settings.DEMO:
            self.stdout.write(DEMO_ADDRESSES.format(site=f"http://{web.bind}"))
        self.stdout.flush()


def wait_for_port() -> None:
    deadline = time.monotonic() + PORT_PATIENCE_SECONDS
    while not port_is_free():
        if time.monotonic() > deadline:
            raise CommandError(f"{web.bind} is in use. Choose another: PORT=8001 make run")
        time.sleep(0.2)


def port_is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((web.host, web.port))
        except OSError:
            return False
    return True
