"""Settings, read once from the environment; every secret also as NAME_FILE.

With DEBUG off a missing secret stops the program at once; with DEBUG on everything has a value that
suits one machine and a practice district.
"""

from pathlib import Path

import environ
import structlog
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from core.logs import where_it_broke
from cps_comms.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DEBUG = env.bool("DEBUG", default=False)
DEMO = DEBUG and env.bool("DEMO", default=True)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def secret(name: str, practice: str = "") -> str:
    """The value of an environment secret; a fixed practice value only while DEBUG is on."""
    value: str = env.str(name, default="")
    if value:
        return value
    if DEBUG:
        return practice or f"practice-only-{name.lower()}"
    raise ImproperlyConfigured(f"Set {name} (or {name}_FILE): it has no value and DEBUG is off.")


SECRET_KEY = secret("SECRET_KEY")
# Guardians' links and the trail's marks have keys of their own, so that each can be rotated alone.
LINK_KEY = secret("LINK_KEY")
TRAIL_KEY = secret("TRAIL_KEY")
# Signs the lists of recipients that bulk systems get.
EXPORT_KEY = secret("EXPORT_KEY")
# Reports: their words are under keys that this ring wraps ("name:key, name:key", the current one first); people in
# them are looked up by marks; and the six words that lead a reporter back are known by their hash under a third.
CASE_KEYS = secret("CASE_KEYS", practice="practice:cHJhY3RpY2Utb25seS1jYXNlLWtleS0tLTMyLWJ5dGU")
MARK_KEY = secret("MARK_KEY")
WAY_BACK_KEY = secret("WAY_BACK_KEY")
# Numbers and user names in reports are matched by marks under a key that the Inspector General's office answers for.
INDEX_KEY = secret("INDEX_KEY")
# Evidence is sealed on arrival, to its offices and to the worker that makes the clean copies. The web tier has the worker's
# public key alone; EVIDENCE_IDENTITY, which opens, is given to the worker and to nothing else.
EVIDENCE_RECIPIENT = secret(
    "EVIDENCE_RECIPIENT", practice="age1pvx0y36mrx9vyvwqxgs0qrey57uyxqxk8xapauf3nk37w9zw34wsakke2g"
)
EVIDENCE_IDENTITY = env.str(
    "EVIDENCE_IDENTITY",
    default="AGE-SECRET-KEY-1JTN90W5JRA9Z87EPTQ9M4PNDVEPSR2J2ZLLKAHMV3NLLM9UKRFKQ42R2YH"
    if DEBUG
    else "",
)
# A virus scanner, "host:port" of ClamAV's daemon; without one evidence stays *not scanned*.
CLAMD_HOST = env.str("CLAMD_HOST", default="")
# With less room than this on the disk nobody uploads; words are taken as long as anything is.
EVIDENCE_ROOM = env.int("EVIDENCE_ROOM", default=1024 * 1024 * 1024)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}")

ROOT_URLCONF = "cps_comms.urls"
WSGI_APPLICATION = "cps_comms.wsgi.application"
ASGI_APPLICATION = "cps_comms.asgi.application"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "cps_comms",
    "guidance",
    "incidents",
    "consents",
    "platforms",
    "notices",
    "documents",
    "schools",
    "accounts",
    "trail",
    "core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "csp",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.PrivacyHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.NullMiddleware",
    "core.middleware.SizeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.RefusalMiddleware",
    "core.middleware.NotFoundMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "core.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "core.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"

# --- data ---------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'cps.sqlite3'}")}
if "ENGINE" not in DATABASES["default"]:
    raise ImproperlyConfigured("DATABASE_URL is not the address of a database.")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A fixed hour of the evening is meant; the check takes it for a moment whenever the clock comes near it.
SILENCED_SYSTEM_CHECKS = ["fields.W161"]

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
# How old the public list of platforms may be; whether anything changed is asked no more often than that.
PUBLIC_LIST_SECONDS = env.float("PUBLIC_LIST_SECONDS", default=1.0)
SESSION_ENGINE = "django.contrib.sessions.backends.db"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# While developing files are looked up when asked for, not counted through whenever a process starts.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- people -------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "notices.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- words and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("pl", _("Polish")),
    ("zh-hans", _("Chinese")),
    ("ar", _("Arabic")),
    ("ur", _("Urdu")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "cps_comms.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TZ", default="America/Chicago")

# --- leaving the house --------------------------------------------------------------------------
# hold: nothing leaves; allowlist: only to OUTGOING_ALLOWLIST; send: everything leaves.
OUTGOING = env.str("OUTGOING", default="send" if DEMO else "hold")
if OUTGOING not in {"hold", "allowlist", "send"}:
    raise ImproperlyConfigured("OUTGOING must be hold, allowlist or send.")
OUTGOING_ALLOWLIST = env.list("OUTGOING_ALLOWLIST", default=[])
vars().update(env.email_url("EMAIL_URL", default="dummymail://" if DEMO else "consolemail://"))
# A carrier's HTTP door instead of SMTP: then EMAIL_URL is not used.
MAIL_URL, MAIL_TOKEN = env.str("MAIL_URL", default=""), env.str("MAIL_TOKEN", default="")
if MAIL_URL:
    EMAIL_BACKEND = "notices.mail.Http"
SMS_URL, SMS_TOKEN = env.str("SMS_URL", default=""), env.str("SMS_TOKEN", default="")
SMS_FROM = env.str("SMS_FROM", default="")
SMS_BACKEND = env.str(
    "SMS_BACKEND", default="notices.sms.Http" if SMS_URL else "notices.sms.Console"
)
if SMS_BACKEND == "notices.sms.Http" and not SMS_URL:
    raise ImproperlyConfigured("SMS_BACKEND is notices.sms.Http, but SMS_URL is not set.")
# Carriers sign what they tell us with these; where one is not set its door is shut.
MAIL_HOOK_KEY = env.str("MAIL_HOOK_KEY", default="practice-only-mail_hook_key" if DEBUG else "")
SMS_HOOK_KEY = env.str("SMS_HOOK_KEY", default="practice-only-sms_hook_key" if DEBUG else "")
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="CPS Comms <no-reply@district.example>")

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 2}
    if REDIS_URL
    else {}
)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", default=False)
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_REDBEAT_REDIS_URL = REDIS_URL
CELERY_REDBEAT_LOCK_TIMEOUT = 60
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# --- the browser's side of safety ---------------------------------------------------------------
# Not "no-referrer": with it browsers send "Origin: null" and every form of ours fails its CSRF check.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_TLS = env.bool("BEHIND_TLS", default=not DEBUG)
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_HSTS_PRELOAD = BEHIND_TLS
# One proxy stands in front, and writes down who asked: otherwise all visitors would share one limit.
TRUST_PROXY = env.bool("TRUST_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Whole requests: a signed form to be checked (5 MB) from anybody, a roster (500 MB) from staff.
MOST_BYTES_FROM_VISITORS = 6 * 1024 * 1024
MOST_BYTES_FROM_STAFF = 510 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- what we write down about running -----------------------------------------------------------
# Access logs never carry a path's token or a query; see cps_comms.serving.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # Plain: the pretty traceback prints local variables, and those hold people's data.
                structlog.dev.ConsoleRenderer(
                    colors=False, exception_formatter=structlog.dev.plain_traceback
                ),
            ]
            if DEBUG
            else [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                where_it_broke,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
            ],
        }
    },
    "filters": {"paths": {"()": "core.logs.HideSecrets"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["paths"]}
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.consumer.connection": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
