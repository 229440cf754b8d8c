"""gunicorn's own logs, without patients' links: they do not pass Django's handlers."""

from typing import Any

from gunicorn.glogging import Logger

from .request_log import WithoutPatientsLinks

_FILTER = WithoutPatientsLinks()


class WebServerLogger(Logger):
    """gunicorn's logger; both of its logs go through our filter."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            log.addFilter(_FILTER)
