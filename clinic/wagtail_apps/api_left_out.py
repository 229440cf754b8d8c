"""Stand-ins for the modules of Wagtail's HTTP API, which its apps import when they are ready.

The site has no API, and loading it costs each process some thirty megabytes. What else ``ready`` does is
Wagtail's own code, so that an upgrade changes it without us; one that asks something new of the API fails at
the start. A second API, which the admin's own scripts ask, is left out of the worker alone.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

# The modules of an app that its ``ready`` imports from, below its name, and the API itself.
_OF_AN_APP = (".api.v3", ".api.v3.router", ".api.v3.registry")
_API = "wagtail.api.v3.api"
# That of the admin: its addresses, and what the images add to it.
_OF_THE_ADMIN = ("wagtail.admin.api.urls", "wagtail.images.api.admin.views")


class _Registry:
    """API with which anything may be registered, and nothing is."""

    @staticmethod
    def add_router(*args: Any, **kwargs: Any) -> None:
        """Leave out a router."""


def _stand_in(name: str) -> ModuleType:
    module = ModuleType(name)
    module.__dict__.update(api=_Registry, router=None, register_content_types=lambda: None)
    module.__dict__.update(urlpatterns=[], ImagesAdminAPIViewSet=None)
    return module


def leave_out_the_admins_api() -> None:
    """Keep this process, which answers no request, from loading anything of the admin's API."""
    sys.modules.update({name: _stand_in(name) for name in _OF_THE_ADMIN})


@contextmanager
def without_api(app: str) -> Iterator[None]:
    """Let what is imported from the API in the block, by Wagtail's ``app``, come from stand-ins."""
    names = [_API, *(app + ending for ending in _OF_AN_APP)]
    loaded = {name: sys.modules[name] for name in names if name in sys.modules}
    sys.modules.update({name: _stand_in(name) for name in names})
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
        sys.modules.update(loaded)
