"""Settings of a clinic's server; the bench gives the environment. Static files are collected for it alone."""

from clinic.settings.production import *  # noqa: F403 - settings build on each other
from clinic.settings.production import VAR_DIR

STATIC_ROOT = VAR_DIR / "bench" / "static"
