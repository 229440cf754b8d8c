"""Pictures that tell more than they show, in every kind and place where a file can tell it."""

import io
from collections.abc import Callable

from PIL import Image, PngImagePlugin

# What no stored picture may hold: a place, a camera, a name.
SECRET = b"Jane-at-33.50N"
WORD = SECRET.decode()
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>{WORD}</rdf></x:xmpmeta>'.encode()
# Photoshop's block with the caption of IPTC.
IPTC = (
    b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x13\x1c\x02\x78\x00" + bytes([len(SECRET)]) + SECRET
)
GPS, GPS_LATITUDE, GPS_PROCESSING = 0x8825, 2, 27
DESCRIPTION, ORIENTATION, UPRIGHT_AFTER_A_QUARTER = 0x010E, 0x0112, 6


def photo() -> Image.Image:
    """Wider than high, red on the left and blue on the right."""
    image = Image.new("RGB", (60, 40), "blue")
    image.paste("red", (0, 0, 30, 40))
    return image


def exif(*, turned: bool = False) -> Image.Exif:
    """What a phone writes: the place, a caption, and how the phone was held."""
    data = Image.Exif()
    data[DESCRIPTION] = WORD
    if turned:
        data[ORIENTATION] = UPRIGHT_AFTER_A_QUARTER
    data.get_ifd(GPS)[GPS_LATITUDE] = (33.0, 30.0, 5.0)
    data.get_ifd(GPS)[GPS_PROCESSING] = SECRET
    return data


def written(name: str, image: Image.Image | None = None, **options: object) -> bytes:
    """The file of a picture."""
    content = io.BytesIO()
    (image or photo()).save(content, name, **options)
    return content.getvalue()


def jpeg() -> bytes:
    """EXIF with GPS, XMP, a comment, IPTC, and a page behind the end."""
    whole = written("JPEG", exif=exif(), xmp=XMP, comment=SECRET, quality=90)
    block = b"\xff\xed" + (len(IPTC) + 2).to_bytes(2) + IPTC
    return whole[:2] + block + whole[2:] + b"<script>" + SECRET + b"</script>"


def png() -> bytes:
    """EXIF, text in three sorts of chunk, and a page behind the end."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", WORD)
    texts.add_text("Location", WORD, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return written("PNG", exif=exif(), pnginfo=texts) + b"<html>" + SECRET


def gif() -> bytes:
    """Two frames and a comment."""
    return written("GIF", comment=SECRET, save_all=True, append_images=[Image.new("RGB", (60, 40), "white")])


TELLING: dict[str, Callable[[], bytes]] = {
    "photo.jpg": jpeg,
    "photo.png": png,
    "photo.webp": lambda: written("WEBP", exif=exif(), xmp=XMP),
    "photo.avif": lambda: written("AVIF", exif=exif(), xmp=XMP),
    "photo.heic": lambda: written("HEIF", exif=exif().tobytes(), xmp=XMP),
    "photo.gif": gif,
}
