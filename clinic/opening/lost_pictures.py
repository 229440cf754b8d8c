"""Pictures whose file is lost: told to whoever can choose another file."""

from django.urls import reverse
from django.utils.translation import ngettext

from clinic.media.storage import kept_pictures
from clinic.models import ClinicImage


def lost_pictures() -> list[ClinicImage]:
    """Return the pictures whose file is not kept anywhere; none where nobody can say so now."""
    try:
        kept = set(kept_pictures().names())
    except OSError:
        return []
    pictures = ClinicImage.objects.only("title", "file", "width", "height").order_by("title")
    return [picture for picture in pictures if picture.file.name not in kept]


def told_of(lost: list[ClinicImage]) -> str:
    """Return what to do about them, in sentences that name the first."""
    return ngettext(
        "The file of the picture “%(title)s” is lost, so pages appear without it. Choose its file anew, or "
        "delete the picture.",
        "The files of %(count)d pictures are lost, so pages appear without them. Begin with “%(title)s”: "
        "choose its file anew, or delete the picture.",
        len(lost),
    ) % {"count": len(lost), "title": lost[0].title}


def link_to(lost: list[ClinicImage]) -> str:
    """Return the address of the first one's form, or of all pictures."""
    return reverse("wagtailimages:edit", args=[lost[0].pk]) if lost else reverse("wagtailimages:index")
