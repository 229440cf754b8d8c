"""Logs of gunicorn, which do not pass Django's handlers: as JSON, without patients' links."""

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from clinic.metrics.counting import count_request

from .json_log import JsonFormatter
from .request_log import ControlCharacterFilter, PatientLinkFilter
from .route_templates import plain, route_of

_FILTERS = (PatientLinkFilter(), ControlCharacterFilter())


class WebServerLogger(Logger):
    """Logger of gunicorn whose two logs go through our filters and are one JSON object to a line."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            for one in _FILTERS:
                log.addFilter(one)
            for handler in log.handlers:
                handler.setFormatter(JsonFormatter())

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Count and log one request: its route in place of its path, no query string, address or referrer."""
        method, path = environ.get("REQUEST_METHOD", "")[:16], environ.get("PATH_INFO", "")
        route, status = route_of(path), int(str(resp.status).split(maxsplit=1)[0])
        count_request(route, path, method, status, request_time.total_seconds())
        if self.cfg.accesslog:
            fields = {
                "method": method,
                "path": route or plain(path),
                "status": status,
                "bytes": getattr(resp, "sent", None),
                "ms": round(request_time.total_seconds() * 1000),
            }
            self.access_log.info("request", extra={"fields": fields})
