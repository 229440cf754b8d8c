"""`clinic/server/pin-images` writes the digest of each image behind its name, or changes nothing."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "clinic/server/pin-images"
FILES = ("Dockerfile", "docker-compose.yml")
# What Docker's documentation shows.
TELLS = """#!/bin/sh
test "$1 $2 $3" = "buildx imagetools inspect" || exit 1
case $4 in {refused}) exit 1 ;; esac
echo "Name:      $4"
echo "Digest:    sha256:$(printf %s "$4{salt}" | sha256sum | cut -c1-64)"
echo "  Name:    $4@sha256:{other}"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in FILES:
        text = (ROOT / name).read_text()
        (tmp_path / name).write_text(re.sub("@sha256:[0-9a-f]{64}", "", text))
    return tmp_path


def pin(checkout: Path, *, salt: str = "", refused: str = "nothing") -> int:
    docker = checkout / "bin/docker"
    docker.parent.mkdir(exist_ok=True)
    docker.write_text(TELLS.format(salt=salt, refused=refused, other="0" * 64))
    docker.chmod(0o755)
    path = f"{docker.parent}:{Path(shutil.which('sh') or '/bin/sh').parent}:/usr/bin:/bin"
    return subprocess.run(
        ["sh", SCRIPT], cwd=checkout, env={"PATH": path}, capture_output=True, check=False
    ).returncode


def images_of(checkout: Path) -> list[str]:
    dockerfile = (checkout / "Dockerfile").read_text()
    services = yaml.safe_load((checkout / "docker-compose.yml").read_text())["services"].values()
    named = [
        *re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE),
        *(each.get("image", "") for each in services),
    ]
    return [image for image in named if ":" in image]


def test_each_image_gets_its_digest_and_a_newer_one_later(checkout: Path) -> None:
    before = images_of(checkout)
    assert pin(checkout) == 0
    first = images_of(checkout)
    assert [re.sub("@sha256:[0-9a-f]{64}$", "", image) for image in first] == before
    assert all("@" in image and not image.endswith("0" * 64) for image in first)
    assert "-trixie@sha256:" in (checkout / "Dockerfile").read_text().partition(" AS postgres")[0]
    assert pin(checkout, salt="later") == 0
    later = images_of(checkout)
    assert len(later) == len(before)
    assert all(one != other and other.count("@") == 1 for one, other in zip(first, later, strict=True))


def test_if_one_image_has_none_no_file_is_changed(checkout: Path) -> None:
    before = [(checkout / name).read_text() for name in FILES]
    assert pin(checkout, refused="nginx*") == 1
    assert [(checkout / name).read_text() for name in FILES] == before
    assert sorted(each.name for each in checkout.iterdir()) == sorted([*FILES, "bin"])
