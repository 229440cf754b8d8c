"""Fills the databases of the bench, once for each state of what fills them: later runs find them filled."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from clinic.database.roles import Roles

from .postgres import FOLDER, ROOT, Postgres
from .sites import environment_of_bare, environment_of_site, run_python

FEW, MANY, ARTICLES, READS = 1_000, 100_000, 200, 1_000_000
# What is due, late and to come is so from the day on which it was made.
GOOD_FOR = timedelta(days=3)
PASSWORD = "a password for the bench"
# What the filled databases depend on.
SOURCES = (
    "*/migrations/*.py",
    "*/demo/**/*",
    "*/models/**/*.py",
    "*/management/commands/*.py",
    "clinic/database/*.py",
    "*/table_rights.py",
    "appointments/services/intake/*.py",
    "appointments/*.py",
    "tests/bench/site/articles.py",
    "tests/bench/stack/filling.py",
    "requirements.txt",
)
OF_BARE = ("tests/bench/bare/**/*.py", "requirements.txt")
# Two years of a desk that looks through lists, opens requests and searches. Triggers, which would chain each
# row to the one before, are switched off: no page asks whether the chain holds.
# Indexes of what they showed are made once all are there.
READS_OF_TWO_YEARS = """
SET session_replication_role = replica;
SET maintenance_work_mem = '512MB';
DO $reads$
DECLARE
    one record;
    makes text[];
BEGIN
FOR one IN SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
    WHERE indrelid = 'appointments_accessrecord'::regclass AND amname = 'gin'
LOOP
    makes := makes || one.made;
    EXECUTE format('DROP INDEX %%s', one.name);
END LOOP;
INSERT INTO appointments_accessrecord (
    id, at, database_role, previous, hash, actor_id, actor_name, actor_email, action, appointment_request_id,
    shown, filters, search_hash
)
WITH people AS (
    SELECT array_agg(id) AS keys, array_agg(email) AS emails, count(*)::int AS many FROM clinic_user
    WHERE email IN (SELECT actor_email FROM appointments_accessrecord) OR is_superuser OR id IN (
        SELECT user_id FROM clinic_user_groups JOIN auth_group ON auth_group.id = group_id
        WHERE auth_group.name = 'Front desk'
    )
), requests AS (
    SELECT array_agg(id) AS keys, array_agg(reference) AS named, count(*)::int AS many
    FROM appointments_appointmentrequest
)
SELECT
    first.id + n, now() - (%(reads)s - n) * interval '730 days' / %(reads)s, 'clinic_web',
    sha256((n - 1)::text::bytea), sha256(n::text::bytea),
    keys_of.person, '', keys_of.email, kind.action,
    CASE WHEN kind.action = 'record' THEN requests.keys[1 + n %% requests.many] END,
    CASE WHEN kind.action = 'record' THEN requests.named[1 + n %% requests.many : 1 + n %% requests.many]
        ELSE requests.named[1 + n %% (requests.many - 25) : 25 + n %% (requests.many - 25)] END,
    '{}'::jsonb, CASE WHEN kind.action = 'search' THEN left(md5((n %% 5000)::text), 16) ELSE '' END
FROM people, requests,
    (SELECT coalesce(max(id), 0) AS id FROM appointments_accessrecord) AS first,
    generate_series(1, %(reads)s) AS n,
    LATERAL (SELECT (ARRAY['list', 'record', 'record', 'search', 'day'])[1 + n %% 5] AS action) AS kind,
    LATERAL (SELECT people.keys[1 + n %% people.many] AS person,
        people.emails[1 + n %% people.many] AS email) AS keys_of;
FOR number IN 1 .. coalesce(cardinality(makes), 0) LOOP
    EXECUTE makes[number];
END LOOP;
END $reads$
"""


def fingerprint(sources: Iterable[str]) -> str:
    """What the files that fill a database look like."""
    digest = hashlib.sha256()
    for pattern in sources:
        for path in sorted(path for path in ROOT.glob(pattern) if path.is_file() and path.suffix != ".pyc"):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class Filling:
    """Makes the databases that are missing, or old, on a Postgres that does not wait for the disk."""

    def __init__(self, postgres: Postgres, say: Callable[[str], None]) -> None:
        self.postgres, self.say = postgres, say
        self.now = datetime.now(UTC)
        self.of_sites, self.of_bare = fingerprint(SOURCES), fingerprint(OF_BARE)
        # How each is filled, and of which it begins as a copy.
        self.ways: dict[str, tuple[str, Callable[[], None]]] = {
            "demonstration": ("", self._demonstration),
            "few": ("demonstration", lambda: self._requests("few", FEW)),
            "many": ("demonstration", lambda: self._requests("many", MANY)),
            "read": ("many", self._reads),
            "articles": ("demonstration", self._articles),
            "bare": ("", self._bare),
            # Requests are stored in a run: each run begins with the same ones.
            "taking": ("demonstration", lambda: None),
        }

    def fill(self, needed: Iterable[str]) -> None:
        """Make the ``needed`` databases, and those that they are copies of; then be durable."""
        self.postgres.start(durable=False)
        for name in needed:
            self._make(name)
        self.postgres.stop()
        self.postgres.start()

    def _make(self, name: str) -> None:
        like, fill = self.ways[name]
        if like:
            self._make(like)
        made_by = self.of_bare if name == "bare" else self.of_sites
        if name != "taking" and is_good(self.postgres.remark(name), made_by, self.now):
            return
        self.say(f"filling the database {name}")
        self.postgres.create(name, like or "template0")
        fill()
        # As autovacuum leaves the tables of a database that has run for a while.
        self.postgres.query(name, "VACUUM ANALYZE")
        self.postgres.write_remark(name, f"{made_by} {self.now.isoformat()}")

    def _demonstration(self) -> None:
        shutil.rmtree(FOLDER / "media", ignore_errors=True)
        self._run("demonstration", "manage.py", "migrate", "--verbosity=0")
        self._run("demonstration", "manage.py", "load_demo_site", f"--password={PASSWORD}", "--verbosity=0")

    def _requests(self, name: str, count: int) -> None:
        command = ["manage.py", "make_many_requests", f"--count={count}", "--even-here", "--verbosity=0"]
        self._run(name, *command)

    def _reads(self) -> None:
        self.postgres.query("read", READS_OF_TWO_YEARS % {"reads": READS})

    def _articles(self) -> None:
        self._run("articles", "-m", "tests.bench.site.articles", str(ARTICLES))

    def _bare(self) -> None:
        environment = environment_of_bare(self.postgres, "wagtail", smtp_port=25)
        run_python(environment, "-m", "django", "migrate", "--verbosity=0")
        run_python(environment, "-m", "tests.bench.bare", "fill")

    def _run(self, name: str, *arguments: str) -> None:
        environment = environment_of_site(self.postgres, name, smtp_port=25)
        address = self.postgres.url(name, Roles().owner if "migrate" in arguments else "clinic")
        run_python({**environment, "DATABASE_URL": address}, *arguments)


def is_good(remark: str, made_by: str, now: datetime) -> bool:
    """Whether a database with this remark can be used once more by what fills databases now."""
    maker, _space, filled_at = remark.partition(" ")
    return maker == made_by and now - datetime.fromisoformat(filled_at) < GOOD_FOR
