"""Settings of the desk and the record. Safe unless told otherwise; ``LSCP_DEMO=1`` is for one machine."""

from datetime import timedelta

import dj_database_url
from csp.constants import NONE, SELF

from lscp.config import environment

BASE_DIR = environment.ROOT
DEMO = environment.switch("LSCP_DEMO")
DATA = environment.data_directory()

# The demonstration has its own key and its own database: DATABASE_URL is not read.
SECRET_KEY = "demonstration-only-not-a-secret" if DEMO else environment.text("LSCP_SECRET_KEY")
SECRET_KEY_FALLBACKS = [] if DEMO else environment.listed("LSCP_SECRET_KEY_BEFORE")
DEBUG = False
SITE_ADDRESS = environment.text("LSCP_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] if DEMO else environment.hosts(SITE_ADDRESS)
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "lscp.design",
    "lscp.journal",
    "lscp.shelf",
    "lscp.documents",
    "lscp.partnerships",
    "lscp.clocks",
    "lscp.golden_thread",
    "lscp.indicators",
    "lscp.sources.meetings",
    "lscp.sources.reviews",
    "lscp.sources.committee",
    "lscp.publication",
    "lscp.desk",
    "lscp.public",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lscp.design.requests.NoNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "lscp.desk.middleware.RequestSizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lscp.desk.middleware.RoleHeldMiddleware",
]

ROOT_URLCONF = "lscp.config.urls"
WSGI_APPLICATION = "lscp.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_jinja = {
    "BACKEND": "django.template.backends.jinja2.Jinja2",
    "DIRS": [BASE_DIR / "lscp" / room / "templates" for room in ("design", "desk", "public")],
    "APP_DIRS": False,
    "OPTIONS": {
        "environment": "lscp.design.jinja.environment",
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.messages.context_processors.messages",
            "lscp.desk.context.desk",
        ],
    },
}
_django = {
    # For the plain-text e-mails of django-allauth only; every page is a Jinja template.
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
}
TEMPLATES = [_jinja, _django]

_SQLITE = {
    # IMMEDIATE: a writer queues at once instead of failing when it first writes; WAL: readers never wait.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def database(address):
    """Django's settings for a database address; the embedded one gets the options that make it safe to share."""
    kind = address.partition(":")[0]
    if kind not in {"sqlite", "postgresql", "postgres"}:
        raise environment.Missing(
            f"DATABASE_URL begins with {kind}:. Give one that begins with postgresql://."
        )
    settings = dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = _SQLITE
    return settings


_embedded = f"sqlite:///{DATA / ('demo' if DEMO else 'lscp')}.sqlite3"
DATABASES = {"default": database(_embedded if DEMO else environment.text("DATABASE_URL", _embedded))}
CACHES = {
    # In the database, so that failed sign-ins are counted once however many workers serve.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "lscp_cache"}
}

AUTH_USER_MODEL = "partnerships.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_ADAPTER = "lscp.desk.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lscp.desk.accounts.SignInForm",
    "reauthenticate": "lscp.desk.accounts.ReauthenticateForm",
    "change_password": "lscp.desk.accounts.ChangePasswordForm",
    "set_password": "lscp.desk.accounts.SetPasswordForm",
    "reset_password": "lscp.desk.accounts.ResetPasswordForm",
    "reset_password_from_key": "lscp.desk.accounts.ResetPasswordKeyForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ALLOW_UNVERIFIED_EMAIL = (
    True  # an administrator gave the address; the link to choose a password went there
)
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key,20/5m/ip",
    "login": "30/m/ip",
    "reset_password": "10/h/ip,3/h/key",
}
MFA_ADAPTER = "lscp.desk.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "lscp.desk.accounts.CodeForm",
    "reauthenticate": "lscp.desk.accounts.CodeAgainForm",
    "activate_totp": "lscp.desk.accounts.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "lscp"
MFA_TOTP_TOLERANCE = 1  # a code typed as it changes still counts: the one step that RFC 6238 (5.2) allows for
# In the demonstration a second factor is offered; everywhere else nobody reads the record without one.
SECOND_FACTOR_REQUIRED = not DEMO

# None: there is no other way in. The demonstration never has one.
SINGLE_SIGN_ON = None if DEMO else environment.single_sign_on()
SOCIALACCOUNT_ADAPTER = "lscp.desk.single_sign_on.SingleSignOnAdapter"

SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SITE_ADDRESS.startswith("https://")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.switch("LSCP_BEHIND_PROXY") else None
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lscp.design.errors.form_expired"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Browsers hold the redirect after a form to this too: the button leads to the issuer.
        "form-action": [SELF, *(SINGLE_SIGN_ON["origins"] if SINGLE_SIGN_ON else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# The text of a form above this size is turned away with a page that says so; a larger file goes through the disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend"
    if DEMO or not environment.text("LSCP_SMTP_HOST", "-").strip("-")
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = environment.text("LSCP_SMTP_HOST", "localhost")
EMAIL_PORT = int(environment.text("LSCP_SMTP_PORT", "587"))
EMAIL_HOST_USER = environment.text("LSCP_SMTP_USER", "-").strip("-")
EMAIL_HOST_PASSWORD = environment.text("LSCP_SMTP_PASSWORD", "-").strip("-")
EMAIL_USE_TLS = True
DEFAULT_FROM_EMAIL = environment.text("LSCP_EMAIL_FROM", "Safeguarding partnership <noreply@localhost>")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
