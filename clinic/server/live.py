"""Answer to `/health/live`, which the web server gives itself: its threads may all wait for the database."""

_ASKS = (b"GET /health/live HTTP/1.", b"HEAD /health/live HTTP/1.")
_BODY = b'{"live": true}'
_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
    b"Cache-Control: max-age=0, no-cache, no-store, must-revalidate, private\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
) % len(_BODY)


def answer_to(request: bytes | bytearray) -> bytes:
    """Return the answer to a whole request, if it asks whether the process lives; else nothing."""
    if not request.startswith(_ASKS):
        return b""
    return _HEAD if request.startswith(b"HEAD") else _HEAD + _BODY
