"""The stage of a run: Postgres, and the sites that lanes ask for, each started when it is first mentioned."""

import json
from contextlib import ExitStack
from typing import Any

import psycopg2

from tests.bench.stack.nginx import Nginx, program
from tests.bench.stack.postgres import FOLDER, Postgres
from tests.bench.stack.sites import (
    Site,
    bare_site,
    environment_of_bare,
    environment_of_site,
    run_python,
    site_of,
    worker_of,
)
from tests.chaos.processes import Guard, Process

NOT_KEPT = {"KEPT_PAGES_MEGABYTES": "0"}
# The database of each site, and what differs in its environment.
SITES: dict[str, tuple[str, dict[str, str]]] = {
    "cold": ("taking", NOT_KEPT),
    "kept": ("demonstration", {}),
    "articles": ("articles", NOT_KEPT),
    "few": ("few", {}),
    "many": ("many", {}),
    "read": ("read", {}),
}
# Where each bare project answers.
BARE = {"django": "/", "wagtail": "/page/"}
# The stylesheet of every public page.
STYLES = "clinic/clinic.css"


class Stage:
    """Everything that a run has started."""

    def __init__(self, postgres: Postgres, guard: Guard, smtp_port: int, *, is_whole: bool) -> None:
        self.postgres, self.guard, self.smtp_port = postgres, guard, smtp_port
        # Not a short run.
        self.is_whole = is_whole
        self.sites: dict[str, Site] = {}
        self.not_had: dict[str, str] = {}
        self._pages: dict[str, dict[str, Any]] = {}
        self.stack = ExitStack()
        self._nginx: Nginx | None = None

    def environment(self, name: str) -> dict[str, str]:
        """What the processes of one of the sites are told."""
        if name in BARE:
            return environment_of_bare(self.postgres, name, self.smtp_port)
        database, different = SITES[name]
        return environment_of_site(self.postgres, database, self.smtp_port) | different

    def site(self, name: str) -> Site:
        """One of the sites, running."""
        if name not in self.sites:
            self.start(self.prepared(name))
        return self.sites[name]

    def prepared(self, name: str) -> Site:
        """One of the sites, not started yet."""
        environment = self.environment(name)
        if name in BARE:
            return bare_site(name, environment, self.guard, BARE[name])
        return site_of(name, environment, self.guard)

    def start(self, site: Site) -> float:
        """Start a site that was prepared; the seconds until it answers."""
        self.stack.callback(site.stop)
        seconds = site.start()
        self.sites[site.name] = site
        return seconds

    def worker(self, name: str) -> Process:
        """The worker of one of the sites, started."""
        process = worker_of(self.environment(name), self.guard)
        process.start()
        self.stack.callback(process.stop)
        return process

    def nginx(self, lane: str) -> Nginx | None:
        """The proxy before the site that keeps pages; None where it is not installed: the lane is missed."""
        if not program():
            self.not_had[lane] = "nginx is not installed (apt-get install nginx-light)"
            return None
        if self._nginx is None:
            self._nginx = Nginx(self.site("kept"), self.guard)
            self.stack.callback(self._nginx.stop)
        return self._nginx

    def program(self, name: str, *arguments: str) -> str:
        """Run a program of one of the sites to its end, as whoever may do everything; what it printed."""
        environment = self.environment(name)
        if name not in BARE:
            environment["DATABASE_URL"] = self.postgres.url(SITES[name][0])
        return run_python(environment, *arguments)

    def pages(self, name: str) -> dict[str, Any]:
        """The desk's and the owner's pages on one of the sites, for people who are signed in."""
        if name not in self._pages:
            self._pages[name] = json.loads(self.program(name, "-m", "tests.bench.site.signed_in"))
        return self._pages[name]

    def connection(self, name: str) -> psycopg2.extensions.connection:
        """A connection to the database of one of the sites, until the run ends."""
        return self.stack.enter_context(self.postgres.connected(SITES[name][0]))

    def static_file(self) -> str:
        """The address of the public pages' stylesheet."""
        names = json.loads((FOLDER / "static" / "staticfiles.json").read_text())["paths"]
        return f"/static/{names[STYLES]}"
