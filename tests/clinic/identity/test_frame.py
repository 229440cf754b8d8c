"""Frame of a page: the site that Wagtail would choose, where all sites begin, the clinic's details."""

from itertools import product

from django.core.cache import cache
from django.test import RequestFactory

from wagtail.models import Page, Site
from wagtail.models.sites import get_site_for_hostname

import pytest

from clinic.identity.frame import find_frame, site_for
from clinic.models import ClinicSettings
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db

HOSTS, PORTS = ("one.example", "two.example", "three.example"), ("80", "8000", "443")


def wagtails_own(host: str, port: str) -> Site | None:
    try:
        return get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        return None


@pytest.mark.parametrize("default", [None, 0, 1, 2])
def test_it_is_the_site_that_wagtail_would_choose(default):
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    places = [("one.example", 80), ("one.example", 8000), ("two.example", 80)]
    for number, (host, port) in enumerate(places):
        Site.objects.create(hostname=host, port=port, root_page=root, is_default_site=number == default)
    for host, port in product(HOSTS, PORTS):
        assert site_for(host, port, list(Site.objects.all())) == wagtails_own(host, port), (host, port)


def test_it_takes_one_query_with_the_details_and_all_beginnings(settings):
    details = ClinicSettings.for_site(Site.objects.get())
    cache.clear()
    asked = Site.get_site_root_paths()
    cache.clear()
    with at_most_queries(1):
        frame = find_frame(RequestFactory().get("/"))
        assert frame
        frame.tell_wagtail()
        assert Site.get_site_root_paths() == asked
    assert frame.details == details


def test_without_details_they_are_made_and_without_a_site_there_is_none():
    ClinicSettings.objects.all().delete()
    frame = find_frame(RequestFactory().get("/"))
    assert frame and frame.details == ClinicSettings.objects.get()
    Site.objects.all().delete()
    assert find_frame(RequestFactory().get("/")) is None
