"""`python -m tests.bench.site.signed_in`: signs a member of the desk and the owner in, and opens their pages.

Prints JSON: for each page its address, the cookie of whoever may see it, and how many queries it asks.
"""

import json
import sys

import django

# What the tests' way of counting leaves out, and what belongs to no page: the transaction around it.
NO_QUERIES = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")

if __name__ == "__main__":
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from appointments.permissions import front_desk_members
    from clinic.models import User
    from tests.bench.site.pages import pages_of_the_desk, pages_of_the_owner

    def looked_at(person: User, pages: dict[str, str]) -> dict[str, dict[str, object]]:
        """Every page of ``pages`` as the person gets it."""
        client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], headers={"x-forwarded-proto": "https"})
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        cookie = f"{name}={client.cookies[name].value}"
        found: dict[str, dict[str, object]] = {}
        for page, address in pages.items():
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200, (page, address)
            queries = sum(not query["sql"].startswith(NO_QUERIES) for query in captured)
            found[page] = {"address": address, "cookie": cookie, "queries": queries}
        return found

    member = front_desk_members()[0]
    owner = User.objects.filter(is_superuser=True)[0]
    pages = looked_at(member, pages_of_the_desk(member)) | looked_at(owner, pages_of_the_owner())
    sys.stdout.write(json.dumps(pages))
