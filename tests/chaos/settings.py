"""Settings of a clinic's server, with what is broken on purpose; the harness gives the environment."""

from clinic.settings.production import *  # noqa: F403 - settings build on each other
from clinic.settings.production import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos.apps.ChaosConfig"]
# Static files are not what is asked for here; their names are not made anew for each run.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
