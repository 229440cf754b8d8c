"""`python -m clinic.embedded_postgres`: prints which Postgres would run here, or what to install."""

import sys
from pathlib import Path

from .places import EmbeddedPostgresError, places_for
from .programs import find_programs

try:
    places = places_for(Path.cwd())
    places.prepare()
    found = find_programs(places)
except EmbeddedPostgresError as error:
    sys.exit(str(error))
sys.stdout.write(f"Postgres {found.major} in {found.folder}\n")
