"""Settings that need a real host: the file of variables, and the number of proxies in front of it."""

from clinic import env
from clinic.server.env_file import read_env_file

# Before base.py reads the environment.
read_env_file()

from .base import *  # noqa: E402 - the file comes first

TRUSTED_PROXY_HOPS = env.integer("TRUSTED_PROXY_HOPS", default=1, least=0, most=5)
if TRUSTED_PROXY_HOPS:
    # From proxies of TRUSTED_PROXIES only, who overwrite it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
