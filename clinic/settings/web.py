"""Settings of the web server: where it listens, with how many hands, and whose headers it believes."""

from clinic import env

# Loopback, for the proxy on the same machine. A container listens to its own network.
WEB_BIND = env.listening_address("WEB_BIND", default="127.0.0.1:8000")
WEB_WORKERS = env.integer("WEB_WORKERS", default=2, least=1, most=32)
WEB_THREADS = env.integer("WEB_THREADS", default=4, least=3, most=32)
# Memory of each web process for parts of public pages (clinic/fragments/); 0 keeps none.
FRAGMENT_MEGABYTES = env.integer("FRAGMENT_MEGABYTES", default=8, least=0, most=1024)
# From anybody else X-Forwarded-For and X-Forwarded-Proto are dropped: clinic/server/forwarded.py.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", default="127.0.0.1,::1")
# Of memory for public pages as they were rendered, in each process; 0 keeps none (clinic/kept_pages/).
KEPT_PAGES_MEGABYTES = env.integer("KEPT_PAGES_MEGABYTES", default=8, least=0, most=1024)
