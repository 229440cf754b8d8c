"""Logs of gunicorn, which do not pass Django's handlers, without patients' links."""

from typing import Any

from gunicorn.glogging import Logger

from .request_log import ControlCharacterFilter, PatientLinkFilter

_FILTERS = (PatientLinkFilter(), ControlCharacterFilter())


class WebServerLogger(Logger):
    """Logger of gunicorn whose two logs go through our filters."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            for one in _FILTERS:
                log.addFilter(one)
