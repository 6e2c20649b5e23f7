"""What the suite runs in. Loaded by pytest (see addopts) before the settings are read.

Files go to a folder of this process, Redis to a database of its own, and nothing is taken from the developer's
shell but DATABASE_URL and REDIS_URL.
"""

import os
import re
import secrets
import tempfile
from urllib.parse import urlsplit, urlunsplit

OURS = """
ALLOWED_HOSTS BEHIND_TLS CASE_KEYS CELERY_TASK_ALWAYS_EAGER CLAMD_HOST CSRF_TRUSTED_ORIGINS DEMO EMAIL_URL
EVIDENCE_IDENTITY EVIDENCE_RECIPIENT EVIDENCE_ROOM EXPORT_KEY HOST INDEX_KEY LINK_KEY MARK_KEY
OUTGOING OUTGOING_ALLOWLIST PORT SECRET_KEY SITE_URL TRAIL_KEY TRUST_PROXY TZ WAY_BACK_KEY
"""
# One name for every process of a run: the first one gives it to those it starts.
RUN = os.environ.setdefault("TEST_RUN", secrets.token_hex(4))
WORKER = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)


def redis_database(url: str, number: int) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


for name in OURS.split():
    os.environ.pop(name, None)
os.environ["DEBUG"] = "1"
os.environ["LOG_LEVEL"] = "WARNING"
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="cps-comms-tests-")
# What a test changes shows at once.
os.environ["PUBLIC_LIST_SECONDS"] = "0"
# Playwright keeps an event loop in the thread whose tests also use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
if url := os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = redis_database(url, 1 + WORKER)
