"""Pictures of an export: what it says of each, and the files of a local folder. Nothing is fetched."""

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

# What WordPress adds to the names of scaled copies.
_SCALED = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled|rotated|e\d{10,})(?=\.\w+$)")
MOST_BYTES = 40 * 1024 * 1024


@dataclass
class Attachment:
    """Picture as the export knows it."""

    address: str
    alt_text: str = ""
    caption: str = ""


@dataclass
class Attachments:
    """Pictures of an export by number, and by address without the size in it."""

    by_number: dict[str, Attachment] = field(default_factory=dict)
    _by_address: dict[str, Attachment] = field(default_factory=dict)

    def add(self, number: str, attachment: Attachment) -> None:
        """Remember a picture."""
        self.by_number[number] = attachment
        self._by_address[whole_name(attachment.address)] = attachment

    def address_of(self, number: str) -> str:
        """Return the address of the picture with a number; empty if the export has none."""
        found = self.by_number.get(number)
        return found.address if found else ""

    def at(self, address: str) -> Attachment | None:
        """Return what the export says of the picture at an address, in whatever size."""
        return self._by_address.get(whole_name(address))


def whole_name(address: str) -> str:
    """Return the path of a picture as it was uploaded, without the size of a scaled copy."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    return _SCALED.sub("", path).lower()


class PictureFolder:
    """Folder with the pictures of a site, found by the end of their path, or by a name that is unique."""

    def __init__(self, folder: Path | None) -> None:
        self._by_name: dict[str, list[Path]] = {}
        if folder is None:
            return
        root = folder.resolve()
        for path in sorted(root.rglob("*")):
            # A link could lead out of the folder.
            if path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(root):
                self._by_name.setdefault(path.name.lower(), []).append(path)

    def find(self, address: str) -> bytes | None:
        """Return the file at an address, in its first size if that is there; None if it is missing."""
        try:
            path = unquote(urlsplit(address).path).lower()
        except ValueError:
            return None
        for wanted in dict.fromkeys((whole_name(address), path)):
            if file := self._file(PurePosixPath(wanted)):
                return file.read_bytes() if file.stat().st_size <= MOST_BYTES else None
        return None

    def _file(self, wanted: PurePosixPath) -> Path | None:
        named = self._by_name.get(wanted.name, [])
        # Year and month, in which WordPress puts uploads.
        end = [part for part in wanted.parts if part != "/"][-3:]
        for path in named:
            if [part.lower() for part in path.parts[-3:]] == end:
                return path
        return named[0] if len(named) == 1 else None
