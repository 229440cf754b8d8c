"""Proxy of a plain server in front of a site: nginx, without its certificate and its limits of a sender."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.bench.stack.asking import ask, request_bytes
from tests.chaos.patients import HOST
from tests.chaos.processes import Guard
from tests.waiting import wait_until

from .postgres import FOLDER, ROOT
from .sites import HEADERS, Site, free_port
from .usage import processor_seconds

SHIPPED = ROOT / "clinic" / "server" / "debian" / "nginx-site.conf"
# One client asks far more than one person may, and loopback has no certificate. Zones stay, unused.
LEFT_OUT = r"^\s*(?:listen|http2|ssl_\w+|limit_(?:req|conn)(?:_status)?)\s[^;]*;.*\n"
AROUND = """
daemon off;
%(user)sworker_processes 1;
pid %(folder)s/nginx.pid;
error_log %(folder)s/error.log;
events { worker_connections 512; }
http {
keepalive_requests 1000000;
client_body_temp_path %(folder)s/body;
proxy_temp_path %(folder)s/proxy;
fastcgi_temp_path %(folder)s/fastcgi;
uwsgi_temp_path %(folder)s/uwsgi;
scgi_temp_path %(folder)s/scgi;
%(site)s
}
"""


def program() -> str:
    """Where nginx is; empty where there is none."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin") or ""


def adapted(text: str, folder: Path, port: int, web: str) -> str:
    """The file that we ship, for ``port`` of loopback before the site at ``web``."""
    head, *servers = re.split(r"^(?=server \{)", text, flags=re.MULTILINE)
    serving = next(one for one in servers if "proxy_pass" in one)
    site = re.sub(LEFT_OUT, "", head + serving, flags=re.MULTILINE)
    site = site.replace(
        "server {\n    server_name", f"server {{\n    listen 127.0.0.1:{port};\n    server_name"
    )
    # Browsers would come encrypted.
    site = site.replace("X-Forwarded-Proto $scheme", "X-Forwarded-Proto https")
    for shipped, here in (
        ("${SITE_NAMES}", HOST),
        ("${SITE_WEB}", web),
        ("/var/log/nginx", str(folder)),
        ("/var/cache/nginx", f"{folder}/cache"),
    ):
        site = site.replace(shipped, here)
    user = "user root;\n" if os.geteuid() == 0 else ""
    return AROUND % {"folder": folder, "user": user, "site": site}


class Nginx:
    """nginx in front of one site; what both use counts as its own."""

    name = "nginx"

    def __init__(self, site: Site, guard: Guard) -> None:
        self.site, self.port = site, free_port()
        folder = FOLDER / "nginx"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "cache").mkdir(parents=True)
        file = folder / "nginx.conf"
        # Relative to -p: there may be a space in the path.
        file.write_text(adapted(SHIPPED.read_text(), Path("."), self.port, f"127.0.0.1:{site.port}"))
        self.process = subprocess.Popen(
            [program(), "-p", str(folder), "-c", str(file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(folder / "start.log").open("wb"),
            start_new_session=True,
        )
        guard.watch(self.process.pid)
        wait_until(self._answers, "nginx")

    def processor_seconds(self) -> float:
        """What nginx and the site behind it have used so far."""
        return processor_seconds(self.process.pid) + self.site.processor_seconds()

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()

    def _answers(self) -> bool:
        assert self.process.poll() is None, f"nginx did not start: {FOLDER}/nginx/start.log"
        try:
            return ask(self.port, request_bytes("/health/live", HEADERS)).status == 200
        except OSError:
            return False
