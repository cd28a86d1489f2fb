"""Settings, all from the environment; `.env.example` lists every variable.

A missing or bad variable stops the start with a sentence that says what to do.
"""

from email.utils import parseaddr
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ccm_portal import mail_server

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# Demo mode: one laptop, no mail server, doors instead of sign-in. Never reachable from outside.
DEMO = env.bool("DEMO", default=False)
DEBUG = False

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# What is published, as files that a proxy serves; on a volume that web servers, workers and proxy share.
PUBLIC_DIR = env.str("PUBLIC_DIR", default=str(VAR_DIR / "public"))

DEMO_KEY = "only-for-the-demo-on-this-machine"


def _secret(value: str, name: str) -> str:
    if value:
        return value
    if DEMO:
        return f"{DEMO_KEY}-{name}"
    raise ImproperlyConfigured(
        f"{name} is not set. Put a long random text into it, for instance the output of "
        f"`python -c 'import secrets; print(secrets.token_urlsafe(50))'`."
    )


SECRET_KEY = _secret(env.str("SECRET_KEY", default=""), "SECRET_KEY")
# Signs the links in letters. Apart from SECRET_KEY, so that either can be changed without the other.
LINK_KEY = _secret(env.str("LINK_KEY", default=""), "LINK_KEY")

BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
if not BASE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(f"BASE_URL is {BASE_URL!r}; it must begin with http:// or https://.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

TREATY_NAME = env.str("TREATY_NAME", default="Convention on Cluster Munitions")
# Prefix of our own identifiers of published texts; never one that could be taken for a UN symbol.
IDENTIFIER_PREFIX = env.str("IDENTIFIER_PREFIX", default="CCM")

INSTALLED_APPS = [
    "ccm_portal",
    "friends",
    "meetings",
    "actions",
    "simple_history",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    # What every answer carries comes first, also those of files.
    "django.middleware.security.SecurityMiddleware",
    "ccm_portal.page_protection.ContentSecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ccm_portal.hosts.HostMiddleware",
    "meetings.public_folder.PublicFolderMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ccm_portal.policies.PolicyMiddleware",
]

ROOT_URLCONF = "ccm_portal.urls"
WSGI_APPLICATION = "ccm_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ccm_portal.context.portal",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "builtins": ["ccm_portal.templatetags.portal"],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers wait for each other instead of failing: WAL, a long busy timeout, and the write lock taken at BEGIN.
    # FULL: what was answered as saved, or marked as sent, outlives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
elif DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured(
        "DATABASE_URL must name a PostgreSQL (postgres://…) or SQLite (sqlite:///…) database."
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts attempts to sign in, for all processes together. In the database: Redis may be away.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

AUTH_USER_MODEL = "ccm_portal.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Staff sign in by email and password with a second factor, or by passkey; nobody signs up (ccm_portal.sign_in).
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk-door"
ACCOUNT_ADAPTER = "ccm_portal.sign_in_adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# The end of a session is the house's own (ccm_portal.sign_in); its cookie lives as long as a Friend's.
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "ccm_portal.sign_in_adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_COUNT = 10
MFA_TOTP_ISSUER = TREATY_NAME
# Half a minute early or late: clocks differ.
MFA_TOTP_TOLERANCE = 1
# How many proxies of our own stand before the web server: attempts to sign in are counted by the address of who asked.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES < 0:
    raise ImproperlyConfigured(
        f"TRUSTED_PROXIES is {TRUSTED_PROXIES}; write how many proxies of your own stand before the portal, or 0."
    )
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
# Never a path, so that no token of a link leaves in a Referer. Not "no-referrer": with it browsers send forms with
# `Origin: null`, which the check of forms must refuse.
SECURE_REFERRER_POLICY = "strict-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "ccm_portal.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# A record or a long draft fits; more is answered with a page that says so.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# Letters: smtp://user:password@host:port, smtp+tls://… for STARTTLS, smtps://… for TLS from the start.
# Empty: letters are kept and shown on screen (demo mode only).
EMAIL_URL = env.str("EMAIL_URL", default="")
if not EMAIL_URL and not DEMO:
    raise ImproperlyConfigured(
        "EMAIL_URL is not set. Name the mail server, for instance smtp+tls://user:password@mail.example.org:587, "
        "or set DEMO=1 to try the portal on this machine without one."
    )
if EMAIL_URL:
    try:
        mail_server.parse(EMAIL_URL)
    except mail_server.BadMailUrl as error:
        raise ImproperlyConfigured(str(error)) from None
MAIL_FROM = env.str("MAIL_FROM", default="Friends of the President <portal@example.org>")
if "@" not in parseaddr(MAIL_FROM)[1]:
    raise ImproperlyConfigured(
        f"MAIL_FROM is {MAIL_FROM!r}; write for instance Friends <portal@example.org>."
    )
MAIL_REPLY_TO = env.str("MAIL_REPLY_TO", default="")
# A worker silent about a letter for so long counts as dead. Longer than the wait for the mail server's verdict, and
# short enough that a letter in doubt is shown within a minute.
LETTER_LEASE_SECONDS = 50

# Where the PDF renderer listens: a Unix socket (a path too long for one is shortened by ccm_portal.pdf).
RENDERER_SOCKET = env.str("RENDERER_SOCKET", default=str(VAR_DIR / "renderer.sock"))

# Redis wakes Celery's workers: redis://host:6379/0. Empty: none, and `manage.py clock` does what they would do.
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://")):
    raise ImproperlyConfigured(
        "REDIS_URL must look like redis://127.0.0.1:6379/0, or rediss://… where the line is encrypted."
    )

# How often the clock, or Celery's beat, looks what is due.
CLOCK_SECONDS = 5.0
# What the clock runs, in this order, every five seconds; each is one verb of an app's `periodic.py`.
PERIODIC = [
    "friends.periodic.answer_link_requests",
    "friends.periodic.make_edition_files",
    "friends.periodic.propose_from_refusals",
    "meetings.periodic.finish_preparations",
    "meetings.periodic.make_enclosures",
    "meetings.periodic.mend_public_folder",
    "ccm_portal.periodic.send_letters",
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
# Serves straight from `static/` too, so that a fresh clone needs no collectstatic step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no tokens": {"()": "ccm_portal.logs.WithoutTokens"}},
    "formatters": {
        "line": {
            "()": "ccm_portal.logs.Line",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no tokens"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
