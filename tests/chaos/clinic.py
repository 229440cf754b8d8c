"""`python -m tests.chaos.clinic`: fills an empty database with what a clinic needs to take requests."""

import django

if __name__ == "__main__":
    django.setup()
    from tests.factories import make_details

    make_details()
