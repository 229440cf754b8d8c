"""Photos and drawings, each with its credit, its license and two decisions that nobody may skip."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Image,
    SourceImageIOError,
    get_upload_to,
)
from wagtail.search import index

from clinic.database.clock import at_present
from clinic.gate import validate_ready
from clinic.media.cleaning import clean_picture
from clinic.media.fields import PictureFileField
from clinic.media.storage import RENDITIONS, is_clean

logger = logging.getLogger(__name__)

_TRIED_AGAIN_AFTER = timedelta(minutes=1)
_is_scaling: ContextVar[bool] = ContextVar("pictures_are_scaled", default=True)


@contextmanager
def without_scaling() -> Iterator[None]:
    """Let the block render pages whose pictures nobody looks at: none is scaled, and nothing is stored."""
    token = _is_scaling.set(False)
    try:
        yield
    finally:
        _is_scaling.reset(token)


class ClinicImage(AbstractImage):
    """Picture with its author, the people on it, and its description for those who cannot see it."""

    class AltDecision(models.TextChoices):
        DESCRIBED = "described", _("It shows something: the description says what")
        DECORATIVE = "decorative", _("It only decorates: screen readers skip it")

    class PeopleShown(models.TextChoices):
        NOBODY = "nobody", _("Nobody can be recognized")
        MODEL = "model", _("A model: the page says so")
        CONSENTED = "consented", _("A real person who agreed in writing")

    credit = models.CharField(
        _("credit"),
        max_length=200,
        help_text=_("Who made it. It is printed under the picture."),
    )
    license = models.CharField(
        _("license"),
        max_length=200,
        help_text=_("Why we may use it, such as: own picture, CC BY 4.0, bought from a named shop."),
    )
    # Assigned to, it takes files; django-stubs does not know that of a field of our own.
    file: Any = PictureFileField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    # No default: somebody has to decide.
    alt_decision = models.CharField(
        _("what it is for"),
        max_length=20,
        choices=AltDecision,
        help_text=_("Does a reader who cannot see it miss something? Then describe it in the description."),
    )
    people_shown = models.CharField(
        _("people shown"),
        max_length=20,
        choices=PeopleShown,
        help_text=_("The law wants readers to know when a person in a picture is not a patient of ours."),
    )

    # The chooser searches among the pictures of a tag, for which Wagtail's own list lacks this field.
    search_fields = (
        *AbstractImage.search_fields,
        index.RelatedFields("tags", [index.FilterField("name")]),
    )
    admin_form_fields = (*Image.admin_form_fields, "credit", "license", "alt_decision", "people_shown")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        """Description, or empty for a picture that only decorates. Never the file's title."""
        return "" if self.alt_decision == self.AltDecision.DECORATIVE else self.description

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the picture; a file that came in is made anew before it is measured, as it may be turned."""
        if self.file and not self.file._committed:
            self.file = clean_picture(self.file.file)
        super().save(*args, **kwargs)

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> Any:
        """Scale the picture, but for one from before pictures were cleaned: its places would go along."""
        if not is_clean(self.file.name):
            raise SourceImageIOError(f"picture {self.pk} waits for clean_pictures")
        return super().generate_rendition_file(*args, **kwargs)

    def get_rendition(self, *args: Any, **kwargs: Any) -> Any:
        """Return the picture scaled. One whose file is lost stops nobody: what is returned leads nowhere."""
        try:
            return super().get_rendition(*args, **kwargs)
        except SourceImageIOError:
            nowhere = self.get_rendition_model()(image=self, width=0, height=0)
            nowhere.file.name = "not-found"
            return nowhere

    def create_rendition(self, *args: Any, **kwargs: Any) -> Any:
        """Scale the picture and keep it; where that fails, on a full disk, the page appears without it."""
        with self._no_picture_on_error():
            return super().create_rendition(*args, **kwargs)

    def create_renditions(self, *args: Any, **kwargs: Any) -> Any:
        """Do the same for several sizes at once."""
        with self._no_picture_on_error():
            return super().create_renditions(*args, **kwargs)

    @contextmanager
    def _no_picture_on_error(self) -> Iterator[None]:
        """Raise what Wagtail takes for a picture that is missing."""
        if not _is_scaling.get():
            raise SourceImageIOError(f"picture {self.pk} is not scaled here")
        try:
            yield
        except OSError as error:
            # It may be there again soon: the page is kept no longer without it.
            at_present(lambda now: (None, now + _TRIED_AGAIN_AFTER))
            is_lost = isinstance(error.__cause__, FileNotFoundError)
            why = "its file is lost" if is_lost else f"because of {type(error.__cause__ or error).__name__}"
            logger.error("Picture %s was not scaled: %s.", self.pk, why)
            raise SourceImageIOError(f"picture {self.pk} cannot be shown") from error

    def clean_fields(self, exclude: Any = None) -> None:
        """Look at the fields; at the file only where it is new, as it is read for that, and may be lost."""
        is_stored = self.file and self.file._committed
        super().clean_fields({*(exclude or ()), "file"} if is_stored else exclude)

    def clean(self) -> None:
        super().clean()
        if self.alt_decision == self.AltDecision.DESCRIBED and not self.description.strip():
            raise ValidationError(
                {"description": _("Describe the picture, or choose that it only decorates.")}
            )
        validate_ready(self)


class ClinicRendition(AbstractRendition):
    """Picture cut and scaled for one place on the site."""

    image = models.ForeignKey(ClinicImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="clinic_rendition_once"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        """Return where it is kept: apart from those that Wagtail made of pictures as they came."""
        return f"{RENDITIONS}/{filename}"
