"""The proxy of the bench is the one that we ship, but for what one client on loopback cannot have."""

import subprocess

import pytest

from .nginx import SHIPPED, adapted, program


def test_the_file_of_a_server_is_adapted_and_nginx_takes_it(tmp_path):
    text = adapted(SHIPPED.read_text(), tmp_path, 8000, "127.0.0.1:8001")
    assert "listen 127.0.0.1:8000;" in text
    assert "proxy_cache clinic_kept;" in text
    assert "limit_req zone" not in text
    assert "ssl_certificate" not in text
    assert "${" not in text
    if not program():
        pytest.skip("nginx is not installed")
    (tmp_path / "cache").mkdir()
    file = tmp_path / "nginx.conf"
    file.write_text(text)
    tried = subprocess.run(
        [program(), "-t", "-p", str(tmp_path), "-c", str(file)], capture_output=True, text=True, check=False
    )
    assert tried.returncode == 0, tried.stderr
