"""Health check for the containers: `python -m clinic.server.healthcheck URL`."""

import http.client
import os
import sys
from urllib.parse import urlsplit


def is_healthy(url: str, host: str) -> bool:
    """Return whether the address answers 200 to a request for the site's own host name."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)
    try:
        connection.request("GET", address.path, headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_healthy(sys.argv[1], urlsplit(os.environ["SITE_URL"]).netloc) else 1)
