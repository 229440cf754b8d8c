"""Title in the page editor, and its tab about a page's address, its words in search results, and the menu."""

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel

from .metadata.result_panel import SearchResultPanel

TITLE_PANELS = [
    TitleFieldPanel(
        "title",
        help_text=_("What readers see at the top, in lists and in search results."),
    )
]
PROMOTE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel(
                "slug",
                heading=_("Address"),
                help_text=_(
                    "The last part of the page's address, such as “sciatica” in /conditions/sciatica/. Lower "
                    "case, with hyphens in place of spaces. If you change it later, the old one leads here."
                ),
            ),
        ],
        heading=_("Where it stands"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "seo_title",
                heading=_("Title in search results"),
                help_text=_("Leave it empty, unless the title above says too little when it stands alone."),
            ),
            FieldPanel(
                "search_description",
                heading=_("Description in search results"),
                help_text=_("Leave it empty, and the summary or the introduction stands there."),
            ),
        ],
        heading=_("What search engines are told"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "show_in_menus",
                heading=_("Show it in the menu"),
                help_text=_("The menu has room for about six of the pages right below the home page."),
            ),
        ],
        heading=_("In the menu"),
    ),
    SearchResultPanel(),
]
