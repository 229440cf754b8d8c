"""Form for pictures: explains why a file cannot be used and what to do about it."""

from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from wagtail.images.forms import BaseImageForm

# Order of the fields: the description follows the decision it belongs to; tags are needed least.
ORDER = ["title", "file", "alt_decision", "description", "people_shown", "credit", "license", "tags"]


class PictureForm(BaseImageForm):
    """Form for a picture with its credit, license and description."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(ORDER)
        if description := self.fields.get("description"):
            description.help_text = _(
                "What it shows, in one sentence, for readers who cannot see it. "
                "Leave it empty for a picture that only decorates."
            )
        file = self.fields.get("file")
        if file is None:
            return
        megapixels = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
        formats = _("Save it as a JPEG, PNG, WebP or AVIF picture and choose that file.")
        file.error_messages |= {
            "invalid_image": _("This file is not a picture, or it is damaged. %s") % formats,
            "invalid_image_extension": _("Pictures of this kind are not accepted. %s") % formats,
            "invalid_image_known_format": _(
                "This file is called .%(extension)s, but it holds something else (%(image_format)s). "
                "Save it once more as a picture and choose that file."
            ),
            "file_too_many_pixels": _(
                "This picture is too large: it has more than %(limit)d million pixels. "
                "Make it smaller, such as 4,000 pixels wide, and choose it again."
            )
            % {"limit": megapixels},
            "file_too_large": _(
                "This file is too large: more than %s. Make the picture smaller and choose it again."
            )
            % filesizeformat(file.max_upload_size),
        }
