"""Nothing is lost, and nothing goes untold, whatever is killed: a short run with one kill of each kind."""

from django.db import connection

import pytest
from psycopg2.extensions import make_dsn

from tests.factories import make_details

from .nemesis import KINDS
from .run import Plan, Run

# Kills find what is wrong; submissions only have to be under way meanwhile.
SUBMISSIONS = 120
# All kills and their consequences are the same in each run; another seed is another run of `make chaos`.
SEED = 13


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_acknowledged_request_is_lost_or_untold_whatever_is_killed() -> None:
    make_details()
    place = connection.get_connection_params()
    known = {name: place[name] for name in ("host", "port", "user", "password", "dbname") if place.get(name)}
    plan = Plan(SUBMISSIONS, kills=1, seed=SEED, lease=8, people_to_a_form=6, like=make_dsn(**known))
    result = Run(plan, print).go()
    assert result.faults == []
    assert (result.acked, result.kills) == (SUBMISSIONS, dict.fromkeys(KINDS, 1))
