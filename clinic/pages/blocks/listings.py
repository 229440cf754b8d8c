"""Blocks that list records kept elsewhere: pages, people and opening hours."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wagtail.blocks import PageChooserBlock, StaticBlock, StructBlock
from wagtail.models import Page
from wagtail.query import PageQuerySet

from clinic.typed.blocks import PlainTextBlock

from .way_in import shows_way_in

Context = dict[str, Any]


# Cards that stand for the pages below another one. Who looks for more finds all of them on that page.
MOST_CARDS = 12


def children_to_show(parent: Page, most: int) -> list[Page]:
    """Return the first public pages below ``parent``, in order; one query where they are all of one type."""
    if len(parent.specific_class.allowed_subpage_models()) == 1:
        return list(children_of_one_type(parent)[:most])
    return list(_public_below(Page, parent).specific(defer=False)[:most])


def children_of_one_type(parent: Page) -> PageQuerySet:
    """Return the public pages below ``parent`` as the only type that they can be of, without their bodies."""
    return _public_below(parent.specific_class.allowed_subpage_models()[0], parent).defer_streamfields()


def _public_below(model: type[Page], parent: Page) -> PageQuerySet:
    pages = model.objects.child_of(parent).live().filter(view_restrictions__isnull=True)
    return pages.order_by("path")


class PageCardsBlock(StructBlock):
    """Pages below another page, as cards."""

    heading = PlainTextBlock(label=_("Heading"), help_text=_("What the cards lead to, often as a question."))
    parent = PageChooserBlock(
        label=_("Pages below"), help_text=_("Every published page below this one becomes a card.")
    )

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context = super().get_context(value, parent_context=parent_context)
        parent = value.get("parent")
        # The head of the page may have loaded them.
        loaded = getattr(context.get("page"), "loaded_below", {})
        pages = (loaded.get(parent.pk) or children_to_show(parent, MOST_CARDS + 1)) if parent else []
        context["pages"] = pages[:MOST_CARDS]
        context["whole_list"] = parent if len(pages) > MOST_CARDS else None
        return context

    def get_preview_value(self) -> Any:
        return self.normalize(
            {"heading": _("What brings you here?"), "parent": Page.objects.filter(depth=2).first()}
        )

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Cards of pages")
        label_format = "{heading}"
        group = _("Lists")
        template = "clinic/pages/blocks/page_cards.html"
        description = _("Shows the first pages below a page of your choice as cards, and a link to them all")


class PeopleBlock(StructBlock):
    """Clinic's practitioners."""

    heading = PlainTextBlock(label=_("Heading"), help_text=_("Such as: Who will treat you."))

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context = super().get_context(value, parent_context=parent_context)
        # A page with people in its head has loaded them; a block preview has no page.
        people = getattr(context.get("page"), "people", None)
        if people is None:
            # Looked up by name: the models import this module.
            people = list(apps.get_model("clinic.Practitioner").objects.active().with_pages())
        profiles = apps.get_model("clinic.PractitionerPage").of(people)
        context["people"] = [(person, profiles.get(person.pk)) for person in people]
        return context

    class Meta:
        icon = "group"
        label = _("People")
        label_format = "{heading}"
        group = _("Lists")
        template = "clinic/pages/blocks/people.html"
        description = _(
            "Shows the practitioners with license and languages, as they stand under Practitioners"
        )
        preview_value = {"heading": _("Who will treat you")}


class AilmentsBlock(StructBlock):
    """List of the complaints that the clinic treats and has no article about."""

    heading = PlainTextBlock(label=_("Heading"), help_text=_("Such as: What else do you treat?"))

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context = super().get_context(value, parent_context=parent_context)
        # Looked up by name: the models import this module.
        context["ailments"] = apps.get_model("clinic.Ailment").objects.all()
        return context

    class Meta:
        icon = "list-ul"
        label = _("What we treat")
        label_format = "{heading}"
        group = _("Lists")
        template = "clinic/pages/blocks/ailments.html"
        description = _("Shows what stands under What we treat, and the ways to ask; nothing more to fill in")
        preview_value = {"heading": _("What else do you treat?")}


class OpeningHoursBlock(StaticBlock):
    """Opening hours from the clinic's details, with the address where no other block of the page gives it."""

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context = super().get_context(value, parent_context=parent_context)
        context["gives_address"] = not shows_way_in((parent_context or {}).get("page"))
        return context

    class Meta:
        icon = "time"
        label = _("Opening hours")
        admin_text = _("Shows the opening hours and closures from Settings, Clinic details.")
        group = _("Lists")
        template = "clinic/pages/blocks/opening_hours.html"
        description = _("Shows the opening hours from the clinic's details; nothing to fill in")
        preview_value = None


class KeptForBlock(StaticBlock):
    """Block that says how long requests are kept, with the numbers by which the site erases."""

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context = super().get_context(value, parent_context=parent_context)
        context["days"] = settings.REQUEST_KEPT_DAYS
        context["days_refused"] = settings.REFUSED_REQUEST_KEPT_DAYS
        return context

    class Meta:
        icon = "bin"
        label = _("How long requests are kept")
        admin_text = _("Says after how many days this site erases requests, as it really does.")
        group = _("Lists")
        template = "clinic/pages/blocks/kept_for.html"
        description = _("Says after how many days this site erases requests; nothing to fill in")
        preview_value = None
