"""URL configuration of the site: besides settings, the only module that knows all apps."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from appointments import health
from articles.finding.changes import PublicPagesWithCorrections
from articles.finding.feeds import article_feed
from clinic import views
from clinic.kept_input import refusals
from clinic.media.views import media
from clinic.pages.metadata.card_views import card
from clinic.pages.serving import serve

urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(sitemap),
        {"sitemaps": {"pages": PublicPagesWithCorrections}},
        name="sitemap",
    ),
    path("cards/<int:page_id>-<slug:mark>.png", card, name="card"),
    # Few pictures, which the proxy in front caches (docs/operations.md).
    path("media/<path:path>", media, name="media"),
    # First: the names that Wagtail has for the same addresses lead here.
    path("admin/", include("clinic.sign_in.urls")),
    # Wagtail fails here on purpose, for whoever asks, to show how an error looks.
    path("admin/failwhale/", views.page_not_found, name="wagtailadmin_error_test"),
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail's sign-in for pages that are not for everybody.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
]

urlpatterns += i18n_patterns(
    path("appointments/", include("appointments.public.urls")),
    path("search/", include("articles.finding.urls")),
    # A page's address cannot hold a dot.
    path("feed.xml", article_feed, name="feed"),
    # In place of Wagtail's, under its name.
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = views.bad_request
handler403 = refusals.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
