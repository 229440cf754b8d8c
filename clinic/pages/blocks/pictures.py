"""Photos with caption and credit, loaded together with their scaled versions in one query."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.blocks import Block, StreamValue, StructBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from clinic.typed.blocks import PlainTextBlock

# Pictures that a page has loaded for all of its streams; Wagtail would query once for each stream.
_loaded: ContextVar[dict[int, Any] | None] = ContextVar("loaded_pictures", default=None)


def find_pictures(ids: Iterable[int | None]) -> dict[int, Any]:
    """Return pictures by key with all renditions; a second query only for those never shown before."""
    wanted = {key for key in ids if key is not None}
    if not wanted:
        return {}
    model = get_image_model()
    pictures: dict[int, Any] = {}
    renditions = model.get_rendition_model().objects.filter(image__in=wanted).select_related("image")
    for rendition in renditions:
        picture = pictures.setdefault(rendition.image_id, rendition.image)
        picture.__dict__.setdefault("prefetched_renditions", []).append(rendition)
    for key, picture in (
        model.objects.in_bulk(wanted - pictures.keys()).items() if wanted - pictures.keys() else ()
    ):
        picture.prefetched_renditions = []
        pictures[key] = picture
    return pictures


@contextmanager
def _shared(pictures: dict[int, Any]) -> Iterator[None]:
    token = _loaded.set(pictures)
    try:
        yield
    finally:
        _loaded.reset(token)


def load_pictures_together(*streams: StreamValue) -> None:
    """Load the photos of several streams of one page with a single query."""
    ids = [
        (item["value"].get("image") or {}).get("image")
        for stream in streams
        for item in stream.raw_data
        if item["type"] == "photo"
    ]
    with _shared(find_pictures(ids)):
        for stream in streams:
            list(stream)


def _own_copy(picture: Any) -> Any:
    """Return a copy of the picture for one place: alternative text belongs to the place."""
    twin = copy(picture)
    twin.prefetched_renditions = [copy(rendition) for rendition in picture.prefetched_renditions]
    for rendition in twin.prefetched_renditions:
        rendition.image = twin
    return twin


class PictureChooserBlock(ImageChooserBlock):
    """Wagtail's image chooser with pictures from the page's single query."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        values = list(values)
        pictures = _loaded.get() or {}
        if missing := {key for key in values if key is not None} - pictures.keys():
            pictures = {**pictures, **find_pictures(missing)}
        return [_own_copy(pictures[key]) if key in pictures else None for key in values]


class PictureBlock(ImageBlock):
    """Picture with alternative text for its place."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        alt_text = PlainTextBlock(required=False, label=self.child_blocks["alt_text"].label)
        ours: dict[str, Block] = {"image": PictureChooserBlock(required=required), "alt_text": alt_text}
        for name, block in ours.items():
            block.set_name(name)
            self.child_blocks[name] = block

    class Meta:
        icon = "image"
        description = _("A picture with a description for people who cannot see it")
        preview_value = None


class PhotoBlock(StructBlock):
    """Picture with a caption; its credit comes from the picture itself."""

    image = PictureBlock(
        label=_("Picture"),
        help_text=_("Say what it shows, for readers who cannot see it, or mark it decorative."),
    )
    caption = PlainTextBlock(
        label=_("Caption"),
        required=False,
        max_length=200,
        help_text=_("Optional. The credit is added below it by itself."),
    )

    class Meta:
        icon = "image"
        label = _("Photo")
        label_format = "{caption}"
        group = _("Pictures")
        template = "clinic/pages/blocks/photo.html"
        description = _("A photo or drawing with a caption; credit and 'posed by a model' are added for you")
        preview_value = {"image": None, "caption": _("The treatment room")}
