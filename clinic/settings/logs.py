"""Logging to the console alone, as JSON, one object to a line, without a patient's word or link."""

from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "without_query_strings": {"()": "clinic.server.request_log.QueryStringFilter"},
        "by_template": {"()": "clinic.server.request_log.RouteTemplateFilter"},
        "without_patients_links": {"()": "clinic.server.request_log.PatientLinkFilter"},
        "on_one_line": {"()": "clinic.server.request_log.ControlCharacterFilter"},
    },
    "formatters": {
        "json": {"()": "clinic.server.json_log.JsonFormatter"},
        # For people, in development.
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            # On the handler, because Django logs the address of each failed request.
            "filters": ["by_template", "without_patients_links", "on_one_line"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would mail tracebacks to ADMINS; ours go to the console alone.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # The query string of the desk's search holds a patient's name.
        "django.server": {
            "handlers": [],
            "level": "INFO",
            "propagate": True,
            "filters": ["without_query_strings"],
        },
        # At INFO it logs two lines for every page that is saved.
        "django_tasks": {"level": "WARNING"},
    },
}
