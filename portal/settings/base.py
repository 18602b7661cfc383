"""Settings that are safe for production; embedded.py and test.py loosen them.

Every value that differs between places comes from a PORTAL_* variable (docs/configuration.md).
"""

from pathlib import Path
from urllib.parse import urlsplit

from . import env
from .admin_interface import *  # noqa: F403  (Wagtail's own settings, one screen of their own)

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("PORTAL_VAR_DIR") or BASE_DIR / "var")

DEBUG = False
SECRET_KEY = env.text("PORTAL_SECRET_KEY")
# Keyed digests of the audit log; empty: derived from SECRET_KEY.
PORTAL_AUDIT_KEY = env.text("PORTAL_AUDIT_KEY")
PORTAL_BASE_URL = env.text("PORTAL_BASE_URL", "http://localhost:8000").rstrip("/")
PORTAL_HTTPS = PORTAL_BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("PORTAL_ALLOWED_HOSTS") or [urlsplit(PORTAL_BASE_URL).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL]

INSTALLED_APPS = [
    "home",
    "courses",
    "studysites",
    "studysites.bookings",
    "media",
    "portal.search",
    "portal.notifications",
    "portal.organisations",
    "portal.accounts",
    "portal.taxonomy",
    "portal.audit",
    "portal.jobs",
    "portal.shared",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.accounts.wagtail_users.PortalUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtailmedia",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "portal.shared.headers.CacheHeaderMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.shared.headers.SiteSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.consent_gate.ConsentMiddleware",
    "portal.organisations.second_factor.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "studysites.bookings.views.busy.BusyMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.frame.frame",
            ],
            "builtins": ["django.templatetags.static"],
        },
    }
]

DATABASES = {"default": env.database("PORTAL_DATABASE_URL", f"sqlite://{VAR_DIR / 'portal.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and locks must be shared by all processes: the database is the one store that always is.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "portal" / "static"]
MEDIA_URL = "/uploads/"
MEDIA_ROOT = VAR_DIR / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

EMAIL_BACKEND = "portal.notifications.backends.OutboxEmailBackend"
PORTAL_MAIL_TRANSPORT = env.text("PORTAL_MAIL_TRANSPORT", "smtp")
PORTAL_MAIL_DIR = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("PORTAL_MAIL_FROM", "portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_HOST = env.text("PORTAL_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("PORTAL_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("PORTAL_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("PORTAL_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("PORTAL_SMTP_TLS")
EMAIL_TIMEOUT = 15

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
PORTAL_WORKER_IN_PROCESS = env.flag("PORTAL_WORKER_IN_PROCESS")
# Whether load_starter may run without being asked by name.
PORTAL_DEMONSTRATION = False

PORTAL_SEARCH_DIR = VAR_DIR / "search"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback"}}

# The privacy page names three cookies; messages travel in the session, not in a fourth.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PORTAL_HTTPS
SECURE_SSL_REDIRECT = PORTAL_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PORTAL_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PORTAL_HTTPS
SECURE_HSTS_PRELOAD = PORTAL_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
PORTAL_TRUSTED_PROXIES = env.number("PORTAL_TRUSTED_PROXIES", 0)
if PORTAL_TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}

# W019: the editor shows previews of the site in a frame of the same origin.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

from .accounts import *  # noqa: E402, F403  (sign-in and passwords, one screen of their own)
from .logging import LOGGING  # noqa: E402, F401
from .search import *  # noqa: E402, F403  (which engine answers, and how it is reached)
