"""What is logged, and where: to the console alone, without a patient's word or link."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "without_query_strings": {"()": "clinic.server.request_log.WithoutQueryStrings"},
        "without_patients_links": {"()": "clinic.server.request_log.WithoutPatientsLinks"},
        "on_one_line": {"()": "clinic.server.request_log.OnOneLine"},
    },
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            # On the handler: Django names the address of whatever was not found, refused or failed.
            "filters": ["without_patients_links", "on_one_line"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would mail tracebacks to ADMINS; ours go to the console alone.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # What the desk searches for is a patient's name, and stands behind the question mark.
        "django.server": {
            "handlers": [],
            "level": "INFO",
            "propagate": True,
            "filters": ["without_query_strings"],
        },
        # Two lines for every page that is saved.
        "django_tasks": {"level": "WARNING"},
    },
}
