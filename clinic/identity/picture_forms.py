"""Form for pictures: explains why a file cannot be used and what to do about it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import FileInput
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from clinic.media.cleaning import UnusablePicture, clean_picture
from clinic.media.storage import kept_pictures

# Order of the fields: the description follows the decision it belongs to; tags are needed least.
ORDER = ["title", "file", "alt_decision", "description", "people_shown", "credit", "license", "tags"]


class PictureField(WagtailImageField):
    """Field for a picture's file, which makes it anew and says of any damage that it is one."""

    default_error_messages = {
        "no_room": _(
            "The server has no room left for this picture, so it was not stored. "
            "Tell the person who looks after the server."
        ),
        "away": _(
            "The place where pictures are kept does not take this one just now, so it was not stored. "
            "Try again in a minute; if that does not help, tell the person who looks after the server."
        ),
    }

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
            picture = file if file is None else clean_picture(file)
        except (OSError, ValueError, UnusablePicture) as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
        # Once it is saved nobody could be told in words.
        if picture and not (keeper := kept_pictures()).has_room_for(picture.size):
            raise ValidationError(self.error_messages[keeper.refusal], code=keeper.refusal)
        return picture


class PictureForm(BaseImageForm):
    """Form for a picture with its credit, license and description."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(ORDER)
        if not self.instance.pk:
            # Wagtail would suggest the file's name, which may tell whom it shows, where or when.
            self.initial.pop("title", None)
        if description := self.fields.get("description"):
            description.help_text = _(
                "What it shows, in one sentence, for readers who cannot see it. "
                "Leave it empty for a picture that only decorates."
            )
        if "file" not in self.fields:
            return
        # With a widget of its own: Wagtail's copies the file's name into the title.
        file = PictureField(label=self.fields["file"].label, required=self.fields["file"].required)
        file.widget = FileInput(attrs=file.widget_attrs(FileInput()))
        self.fields["file"] = file
        megapixels = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
        formats = _("Save it as a JPEG, PNG, WebP, AVIF or HEIC picture and choose that file.")
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

    def clean(self) -> dict[str, Any] | None:
        """Leave a file that stays alone: it need not be read to be measured once more, and may be lost."""
        cleaned = super().clean()
        if self.instance.pk and "file" not in self.changed_data:
            self.cleaned_data.pop("file", None)
        return cleaned
