"""Settings that need a real host: the number of proxies in front of the web process."""

from clinic import env

from .base import *

TRUSTED_PROXY_HOPS = env.integer("TRUSTED_PROXY_HOPS", default=1, least=0, most=5)
if TRUSTED_PROXY_HOPS:
    # Only the clinic's own proxy reaches this process, and it overwrites the header.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
