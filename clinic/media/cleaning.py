"""Pictures made anew from their pixels alone.

A photo's file also tells where, when and by whose phone it was taken, and can hold another file inside.
Nothing of it is looked for and removed: what is stored is written by us.
"""

import io
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile

import pillow_heif
from PIL import Image, ImageCms, ImageOps

# Pillow knows only five kinds before this.
Image.init()
pillow_heif.register_heif_opener(thumbnails=False)

# For what cannot be written with its own tables; larger than that nobody sees a difference.
_QUALITY = 92


@dataclass(frozen=True)
class _Kind:
    """Kind of file that pictures are written as: its ending, the modes it can hold, how it is written."""

    name: str
    ending: str
    modes: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=dict)


_JPEG = _Kind("JPEG", "jpg", ("L", "RGB"), {"quality": _QUALITY})
_PNG = _Kind("PNG", "png", ("1", "L", "LA", "P", "RGB", "RGBA"))
_WEBP = _Kind("WEBP", "webp", ("RGB", "RGBA"), {"quality": _QUALITY})
_AVIF = _Kind("AVIF", "avif", ("RGB", "RGBA"), {"quality": 80})
# What is read, and what it becomes. MPO is a JPEG of some phones, with more pictures behind the first.
_KINDS = {
    "JPEG": _JPEG,
    "MPO": _JPEG,
    "HEIF": _JPEG,
    "PNG": _PNG,
    "GIF": _PNG,
    "WEBP": _WEBP,
    "AVIF": _AVIF,
}


# What Pillow is told to try: it looks for an MPO in what begins as a JPEG.
_READ = tuple(kind for kind in _KINDS if kind != "MPO")


class UnusablePicture(SuspiciousFileOperation):
    """File that is no picture, is damaged, or has more pixels than we scale."""


class CleanPicture(ContentFile):
    """Picture that ``clean_picture`` wrote; its name says its kind and nothing else."""

    def __init__(self, content: bytes, ending: str) -> None:
        super().__init__(content, name=f"picture.{ending}")
        self.ending = ending


def clean_picture(file: IO[bytes]) -> CleanPicture:
    """Return the picture in ``file``, upright, in the colors of the web, and nothing else of the file.

    Of a picture that moves it is the first frame. Raises ``UnusablePicture``.
    """
    if isinstance(file, CleanPicture):
        return file
    file.seek(0)
    try:
        with Image.open(file, formats=_READ) as image:
            if image.width * image.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise UnusablePicture
            return _written_anew(image)
    except UnusablePicture:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file can make a decoder raise anything
        # Not chained: what a decoder says may quote the file.
        raise UnusablePicture(type(error).__name__) from None


def _written_anew(image: Image.Image) -> CleanPicture:
    kind = _KINDS[image.format or ""]
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    pixels = _in_mode_of(kind, _in_colors_of_the_web(image))
    transparent = pixels.info.get("transparency")
    # Pillow writes some of what stands here into the new file, such as comments.
    pixels.info = {} if transparent is None or kind is not _PNG else {"transparency": transparent}
    options = kind.options
    if pixels is image and image.format == "JPEG":
        # With its own tables a JPEG neither grows nor loses anything that can be seen.
        options = {"quality": "keep"}
    content = io.BytesIO()
    pixels.save(content, kind.name, **options)
    return CleanPicture(content.getvalue(), kind.ending)


def _in_colors_of_the_web(image: Image.Image) -> Image.Image:
    """Return the image in sRGB, which needs no profile: a profile names the camera or the screen."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "P"):
        return image
    colors = _without_palette(image) if image.mode == "P" else image
    try:
        converted = ImageCms.profileToProfile(
            colors,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB" if colors.mode == "CMYK" else colors.mode,
        )
    except (ImageCms.PyCMSError, OSError):
        # The profile is damaged or of other colors: browsers ignore it too.
        return image
    return converted or colors


def _in_mode_of(kind: _Kind, image: Image.Image) -> Image.Image:
    if image.mode in kind.modes:
        return image
    if image.mode.startswith("I"):
        # Sixteen bits for each pixel, which a conversion would cut off instead of scaling.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode == "P":
        image = _without_palette(image)
    if image.mode in kind.modes:
        return image
    transparent = image.mode in ("LA", "La", "PA", "RGBA", "RGBa") and "RGBA" in kind.modes
    return image.convert("RGBA" if transparent else "RGB")


def _without_palette(image: Image.Image) -> Image.Image:
    return image.convert("RGBA" if "transparency" in image.info else "RGB")
