"""Settings of the portal. Everything that varies comes from the environment through `env`."""

from pathlib import Path

import pghistory
from csp.constants import NONE, SELF

from ilc_migration import env

BASE_DIR = Path(__file__).resolve().parent.parent
PORTAL_HOME = env.path("PORTAL_HOME", BASE_DIR / "var")
env.adopt_running_portal(PORTAL_HOME)

TESTING = env.boolean("PORTAL_TESTING", False)
DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY")
RECEIPT_KEY = env.text("RECEIPT_KEY")
ALLOWED_HOSTS = env.texts("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.texts("CSRF_TRUSTED_ORIGINS", [])
PORTAL_URL = env.text("PORTAL_URL", "http://localhost:8000")
PORTAL_TODAY = env.day("PORTAL_TODAY", None)
# The Office's people confirm their sign-in by a second step, except in the demonstration.
REQUIRE_SECOND_FACTOR = env.boolean("REQUIRE_SECOND_FACTOR", PORTAL_TODAY is None and not TESTING)
# What the database must not hold in the clear is encrypted under the first; the others still open what is older.
SEALING_KEYS = env.texts("SEALING_KEYS", [SECRET_KEY])
SECURE = PORTAL_URL.startswith("https://")

INSTALLED_APPS = [
    "surveys",
    "consultations",
    "reports",
    "ilc_migration",
    "ilc_migration.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "import_export",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ilc_migration.middleware.Compress",
    "csp.middleware.CSPMiddleware",
    "ilc_migration.middleware.NoStore",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ilc_migration.middleware.Language",
    "ilc_migration.middleware.LoginRequired",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ilc_migration.middleware.Today",
    "ilc_migration.middleware.NameTheActor",
    "ilc_migration.middleware.SecondStep",
]

ROOT_URLCONF = "ilc_migration.urls"
WSGI_APPLICATION = "ilc_migration.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ilc_migration.context_processors.portal",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **env.database("DATABASE_URL"),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 3

CACHES = {
    "default": {
        "BACKEND": "ilc_migration.cache.ForgetfulRedisCache",
        "LOCATION": env.text("CACHE_URL"),
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}

# Sessions live in PostgreSQL alone: a frozen Valkey must not hold up a save (threats.md, F7).
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

AUTH_USER_MODEL = "surveys.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)

ACCOUNT_ADAPTER = "ilc_migration.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# The key of failed sign-ins is account and network (accounts.py); letters with a link must not pile up.
# A ministry stands behind one address, and signing in rightly is nothing to hold back: failures are.
RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    "request_login_code": "20/m/ip,5/h/key",
}
ACCOUNT_RATE_LIMITS = False if TESTING else RATE_LIMITS
# Behind the proxy every address would be the proxy's, and one limit would be everybody's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 1 if SECURE else 0)
MFA_ADAPTER = "ilc_migration.accounts.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "ILO survey portal"
MFA_RATE_LIMITS = False if TESTING else {"webauthn_login": "10/m/ip"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("de", "Deutsch"),
    ("ru", "Русский"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = ["ilc_migration.formats"]
USE_I18N = True
USE_TZ = True
# Days of receipt are Geneva days, whatever the clock of the server or of the browser says (pains.md, 19).
TIME_ZONE = "Europe/Zurich"

STATIC_URL = "static/"
STATIC_ROOT = PORTAL_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = PORTAL_HOME / "media"
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = TESTING or DEBUG

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = PORTAL_HOME / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@localhost")
if smtp := env.smtp("EMAIL_URL"):
    EMAIL_BACKEND = "ilc_migration.mail.EmailBackend"
    globals().update(smtp)

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL")

# A section posted whole has some hundreds of fields; one answer may have 200,000 characters of four bytes.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
# Files do not count there; each is cut off at the limit while it streams in. A form sends its empty controls too.
ATTACHMENT_MOST_BYTES = env.integer("ATTACHMENT_MOST_BYTES", 20 * 1024 * 1024)
ATTACHMENTS_MOST = env.integer("ATTACHMENTS_MOST", 200)
# Files and charts that are queued or written at a time: as many as there are workers for them, and one more.
LONG_TASKS_AT_ONCE = env.integer("LONG_TASKS_AT_ONCE", 2)
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
FILE_UPLOAD_HANDLERS = ["ilc_migration.uploads.BoundedUpload"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not no-referrer: under it a browser sends its forms with `Origin: null`, which CSRF protection refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CSRF_FAILURE_VIEW = "ilc_migration.views.csrf_failure"

PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="changes")
PGHISTORY_ADMIN_ALL_EVENTS = False

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The format names no address, no user and no query string: logs carry no personal data.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "ilc_migration.logs.WithoutSecrets"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_secrets"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"portal": {"level": "INFO"}},
}
