"""gunicorn's own logs, without patients' links: they do not pass Django's handlers."""

from typing import Any

from gunicorn.glogging import Logger

from .request_log import OnOneLine, WithoutPatientsLinks

_FILTERS = (WithoutPatientsLinks(), OnOneLine())


class WebServerLogger(Logger):
    """gunicorn's logger; both of its logs go through our filters."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            for one in _FILTERS:
                log.addFilter(one)
