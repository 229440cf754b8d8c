"""Field for the files of pictures, for which a lost file is no error."""

from typing import Any, cast

from wagtail.images.models import WagtailImageField, WagtailImageFieldFile


class PictureFile(WagtailImageFieldFile):
    """File of a picture, measured whenever it is put on a row: one that is lost is as large as it was."""

    def get_image_dimensions(self) -> tuple[int, int]:
        try:
            return cast(tuple[int, int], super().get_image_dimensions())
        except OSError:
            if not self._committed:
                raise
            known = self.instance.__dict__
            return known.get("width", 0), known.get("height", 0)


class PictureFileField(WagtailImageField):
    """Field of pictures' files, which migrations know as Wagtail's own."""

    attr_class = PictureFile

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", arguments, options
