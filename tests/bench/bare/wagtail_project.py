"""Settings as `wagtail start` writes them, with the page and the forms of the comparison."""

import os

from .django_project import *  # noqa: F403 - settings build on each other
from .django_project import INSTALLED_APPS, MIDDLEWARE

# As ours: a mail server on this machine.
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": int(os.environ.get("SMTP_PORT", "25"))},
    }
}
ROOT_URLCONF = "tests.bench.bare.wagtail_urls"
INSTALLED_APPS = [
    "tests.bench.bare.apps.BareConfig",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    # The search on Postgres asks for it.
    "django.contrib.postgres",
    *INSTALLED_APPS,
]
MIDDLEWARE = [*MIDDLEWARE, "wagtail.contrib.redirects.middleware.RedirectMiddleware"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WAGTAIL_SITE_NAME = "Bare"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
# Nothing of a run asks the internet.
WAGTAIL_ENABLE_UPDATE_CHECK = False
