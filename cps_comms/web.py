"""How gunicorn serves the site. Read by `manage.py serve` and by `gunicorn --config python:cps_comms.web`.

HOST, PORT, WEB_PROCESSES and WEB_THREADS come from the environment.
"""

from __future__ import annotations

import environ
from django.core.exceptions import ImproperlyConfigured
from gunicorn.config import Config
from gunicorn.glogging import Logger

env = environ.Env()


class SiteLogger(Logger):
    """Hands gunicorn's lines to the site's own logging, which hides tokens and queries."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True


def port_of(said: str) -> int:
    """The port that PORT names."""
    if said.isascii() and said.isdigit() and 0 < int(said) < 65_536:
        return int(said)
    raise ImproperlyConfigured(f"PORT is a number from 1 to 65535, not {said}.")


host = env.str("HOST", default="127.0.0.1")
port = port_of(env.str("PORT", default="8000"))
bind = f"{host}:{port}"
workers = env.int("WEB_PROCESSES", default=2)
worker_class = "gthread"
threads = env.int("WEB_THREADS", default=8)
# Long enough for a signed form to be taken, short enough that Ctrl-C feels like one.
graceful_timeout = 2
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
logger_class = "cps_comms.web.SiteLogger"
loglevel = env.str("WEB_LOG_LEVEL", default="warning")
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(M)sms"
control_socket_disable = True
proc_name = "cps-comms-web"
