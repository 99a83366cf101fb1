"""Settings of an installation. Every environment variable is read here and described in docs/reference/settings.md."""

import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url

VPR_HOME = Path(os.environ.get("VPR_HOME", "var")).resolve()
VPR_PORT = int(os.environ.get("VPR_PORT", "8000"))
VPR_PUBLIC_URL = os.environ.get("VPR_PUBLIC_URL", f"http://127.0.0.1:{VPR_PORT}").rstrip("/")
VPR_ANALYTICS_URL = os.environ.get("VPR_ANALYTICS_URL", "duckdb://")
DEBUG = False
VPR_REHEARSAL = os.environ.get("VPR_REHEARSAL", "") == "1"  # a training installation: its clock may be shifted


def _secret_key() -> str:
    """The installation's own key: made once, kept in VPR_HOME with mode 600. Processes that start at once agree on one."""
    path = VPR_HOME / "secret_key"
    if not path.exists():
        VPR_HOME.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=VPR_HOME, prefix=".secret-")  # mode 600
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(fresh, path)  # whole or not at all, and only the first one
        except FileExistsError:
            pass
        finally:
            os.unlink(fresh)
    return path.read_text()


SECRET_KEY = os.environ.get("VPR_SECRET_KEY") or _secret_key()
ALLOWED_HOSTS = os.environ.get("VPR_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("VPR_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "lucide",
    "procrastinate.contrib.django",
    "vpr.base",
    "vpr.cabinets",  # before allauth: its templates are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "vpr.campaigns",
    "vpr.exchange",
    "vpr.enrollment",
    "vpr.questionnaire",
    "vpr.support",
    "vpr.timetable",
    "vpr.draw",
    "vpr.staffing",
    "vpr.results",
    "vpr.objectivity",
    "vpr.analytics",
]

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "vpr.base.security.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "vpr.cabinets.middleware.cabinet_of_request",
    "vpr.base.middleware.RefusalPage",
]

ROOT_URLCONF = "vpr.project.urls"
WSGI_APPLICATION = "vpr.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vpr.cabinets.middleware.page_frame",
                "vpr.campaigns.frame.current_campaign",
                "vpr.base.frame.rehearsal_banner",
            ],
        },
    }
]

# `vpr` commands set DATABASE_URL (the embedded server or the operator's own). Anything else that connects without it
# meets a folder whose name says what is missing; tools that never connect (mypy, makemigrations) work.
NO_DATABASE = "postgresql:///vpr?host=/DATABASE_URL_is_not_set__start_through_the_vpr_command"
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or NO_DATABASE, conn_max_age=0)}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted server must not cost a user an error page
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 12, "timeout": 20}

AUTH_USER_MODEL = "cabinets.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# 19 MiB, t=2, p=1: 17 ms (DECISIONS)
PASSWORD_HASHERS = ["vpr.cabinets.passwords.LightArgon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "person", "email")},
    },
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "vpr.cabinets.sign_in.AccountAdapter"
ACCOUNT_FORMS = {"login": "vpr.cabinets.forms.SignInForm"}
ACCOUNT_PRESERVE_USERNAME_CASING = False  # logins are lower case: an exact index lookup among 40,000
ACCOUNT_SESSION_REMEMBER = False  # school computers are shared: a session ends with the browser
# The key is (ip, login), see AccountAdapter: a stranger cannot lock a school out from another address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/10m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("VPR_PROXIES", "0"))
MFA_ADAPTER = "vpr.cabinets.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "OpenVPR"
MFA_TOTP_TOLERANCE = 1
VPR_HTTPS = os.environ.get("VPR_HTTPS", "") == "1"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = VPR_HTTPS
if VPR_HTTPS and ALLAUTH_TRUSTED_PROXY_COUNT:  # the header means something only when a proxy of ours sets it
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}}

LANGUAGE_CODE = "ru"
TIME_ZONE = "Europe/Moscow"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VPR_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# smtp://user:password@mail.example.org:587 (STARTTLS) or smtps://...:465; without it letters are put into VPR_HOME/mail
_MAIL = urlsplit(os.environ.get("VPR_EMAIL_URL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _MAIL.hostname else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VPR_HOME / "mail"
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "localhost", _MAIL.port or (465 if _MAIL.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = _MAIL.scheme == "smtp" and EMAIL_PORT != 25
EMAIL_TIMEOUT = 20
#: How long names, posts, telephones and addresses of former officers are kept.
VPR_STAFF_DATA_DAYS = int(os.environ.get("VPR_STAFF_DATA_DAYS", "180"))
DEFAULT_FROM_EMAIL = os.environ.get("VPR_EMAIL_FROM", "OpenVPR <noreply@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"procrastinate": {"level": "WARNING"}, "waitress.queue": {"level": "ERROR"}},
}
PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # fifty rows of a wide form in the browser grid
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS: list[str] = []
