"""Storage of static files as they are sent: without the remarks and indents that only their writers read."""

import re
from typing import Any

from django.core.files.base import ContentFile

from whitenoise.storage import CompressedManifestStaticFilesStorage

# No string of ours holds either of them; Wagtail's own styles are small already, and stay as they are.
_UNREAD = re.compile(rb"/\*.*?\*/|\n\s+|\s+\n", re.DOTALL)
OURS = "clinic/"


def without_remarks(styles: bytes) -> bytes:
    """Return a stylesheet without comments, indents and empty lines; a line stays a line."""
    return _UNREAD.sub(lambda found: b"\n" if found[0][:1].isspace() else b"", styles)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Storage that keeps our own stylesheets short, before they are named after what is in them."""

    def _save(self, name: str, content: Any) -> str:
        if name.startswith(OURS) and name.endswith(".css"):
            # From its beginning: it was read to its end when its name was made.
            content = ContentFile(without_remarks(b"".join(content.chunks())), name=name)
        return super()._save(name, content)
