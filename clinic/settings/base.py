"""Settings that are safe for production as they stand; dev.py and test.py loosen them.

Everything that differs between clinics or hosts is read from the environment by clinic/env.py,
which .env.example documents.
"""

from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from django.utils.functional import lazy
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from clinic import env

from .backups import *
from .database import *
from .logs import LOGGING  # noqa: F401 - a group of settings of its own
from .media import *
from .monitoring import *
from .sign_in import *  # a group of its own too
from .staff_access import *
from .web import *

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"
DEBUG = False

# --- The site -----------------------------------------------------------------------------------

SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "host names separated by commas, such as www.example.org")
SITE_URL = env.url("SITE_URL")
CLINIC_PHONE = env.phone("CLINIC_PHONE")
CLINIC_NAME = env.text("CLINIC_NAME", "the clinic's name", default="")
ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
AUTH_USER_MODEL = "clinic.User"

INSTALLED_APPS = [
    "appointments.apps.AppointmentsConfig",
    "articles.apps.ArticlesConfig",
    "clinic.apps.ClinicConfig",
    "clinic.wagtail_apps.apps.RedirectsConfig",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "clinic.staff.apps.StaffAccountsConfig",
    "clinic.wagtail_apps.apps.SnippetsConfig",
    "clinic.wagtail_apps.apps.ImagesConfig",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "phonenumber_field",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "clinic.kept_pages.middleware.KeptPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "clinic.http.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clinic.http.middleware.PublicGZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "clinic.http.middleware.AdminCSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "clinic.http.middleware.NullByteMiddleware",
    "clinic.http.limits.PublicRequestLimitMiddleware",
    "clinic.audit.middleware.ActingRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "clinic.http.posted_from.HiddenOriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Above everything that reads a body: Django's check for forgery does so when all of these have passed.
    "clinic.admin_limits.middleware.AdminRequestLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clinic.sessions.middleware.StaffSessionMiddleware",
    "clinic.kept_input.middleware.KeptInputMiddleware",
    "clinic.sign_in_limits.middleware.SignInLimitMiddleware",
    "clinic.sign_in.requirement.SecondFactorMiddleware",
    "clinic.http.admin_input.AdminInputMiddleware",
    "clinic.http.unpublished.UnpublishedPagesMiddleware",
    "articles.gate.publishing.PublishRefusalMiddleware",
    "clinic.pages.made_once.MadeOnceMiddleware",
    "clinic.pages.redirects.MovedPageRedirectMiddleware",
]

# Form fields may have templates of ours: templates/wagtailadmin/widgets/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Patients' data -----------------------------------------------------------------------------

PATIENT_DATA_KEYS = env.fernet_keys("PATIENT_DATA_KEYS")
PATIENT_LOOKUP_KEY = env.secret("PATIENT_LOOKUP_KEY")
PATIENT_LOOKUP_KEY_FALLBACKS = env.secrets("PATIENT_LOOKUP_KEY_FALLBACKS", default="")
PATIENT_LINK_KEYS = env.secrets("PATIENT_LINK_KEYS")
# Within these minutes the same person's same look is recorded once (appointments/services/access.py).
READ_COOLDOWN_MINUTES = env.integer("READ_COOLDOWN_MINUTES", default=10, least=0, most=60)
# Days after its end that a request is erased, and one that was declined or discarded as spam: what the pages
# tell patients is read from here (appointments/services/retention/, clinic/pages/blocks/listings.py).
REQUEST_KEPT_DAYS = env.integer("REQUEST_KEPT_DAYS", default=90, least=30, most=730)
REFUSED_REQUEST_KEPT_DAYS = env.integer("REFUSED_REQUEST_KEPT_DAYS", default=30, least=7, most=730)

# --- Articles -----------------------------------------------------------------------------------

# Days after which an article that is overdue for review no longer shows what it says about research.
ARTICLE_REVIEW_GRACE_DAYS = env.integer("ARTICLE_REVIEW_GRACE_DAYS", default=90, least=0, most=730)

# --- Mail and other channels --------------------------------------------------------------------

MAILERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "clinic.mail.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.text("SMTP_HOST", "the name of the mail server"),
            "port": env.integer("SMTP_PORT", default=587, least=1, most=65535),
            "username": env.text("SMTP_USER", "the mail server's user name", default=""),
            "password": env.text("SMTP_PASSWORD", "the mail server's password", default=""),
            "use_tls": (
                SMTP_SECURITY := env.choice("SMTP_SECURITY", ("starttls", "tls", "none"), default="starttls")
            )
            == "starttls",
            "use_ssl": SMTP_SECURITY == "tls",
            # Seconds for each answer of the server; appointments/notices limits the whole send.
            "timeout": 10,
        },
    }
}
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "the address that mail is sent from")
FRONT_DESK_EMAILS = env.emails("FRONT_DESK_EMAILS", "e-mail addresses separated by commas", default="")
CANARY_EMAIL = env.emails("CANARY_EMAIL", "an e-mail address", default="")
SECOND_CHANNEL_URLS = env.words("SECOND_CHANNEL_URLS", "Apprise addresses separated by commas", default="")

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.time_zone("CLINIC_TIME_ZONE", default="America/Los_Angeles")
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "US"

# --- Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Wagtail's editor posts one field for each part of a page, far more than Django's 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Several processes serve the site, on one machine or more.
CACHES = {"default": {"BACKEND": "clinic.short_memory.cache.ShortMemory"}}

# --- Security -----------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    # 'none' would switch off Wagtail's previews, which show the page in a frame of the admin.
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
# Wagtail's rich text editor writes styles into the page. Its inline scripts are replaced by
# clinic/static/clinic/pickers.js.
ADMIN_CSP = {
    **SECURE_CSP,
    "style-src-elem": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
}
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# "no-referrer" would make browsers send "Origin: null", which Django's CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "clinic.kept_input.refusals.csrf_failure"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True

# --- Wagtail ------------------------------------------------------------------------------------

# Asked for when somebody deletes many pages at once; read from the clinic's details when it is needed.
WAGTAIL_SITE_NAME = lazy(
    lambda: import_string("clinic.models.ClinicSettings").of_the_default_site().clinic_name, str
)()
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "clinic.ClinicImage"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
# clinic/media/cleaning.py says what each becomes.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "clinic.identity.picture_forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# A larger picture would take more memory to scale than a small server has.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"}
}
# clinic/pages/redirects.py makes them, from addresses that somebody could have seen.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 5
# Each of these three would make the admin ask an outside host.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
