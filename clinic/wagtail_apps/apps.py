"""Images, redirects and snippets of Wagtail, which register no part of an API here."""

from wagtail.contrib.redirects.apps import WagtailRedirectsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig

from .api_left_out import without_api


class ImagesConfig(WagtailImagesAppConfig):
    def ready(self) -> None:
        with without_api(self.name):
            super().ready()


class RedirectsConfig(WagtailRedirectsAppConfig):
    def ready(self) -> None:
        with without_api(self.name):
            super().ready()


class SnippetsConfig(WagtailSnippetsAppConfig):
    def ready(self) -> None:
        with without_api(self.name):
            super().ready()
