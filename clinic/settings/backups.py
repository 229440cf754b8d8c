"""Settings of backups: who can open them, where they stand, and how many are kept."""

from pathlib import Path

from clinic import env

# Public keys alone: whoever reads the server's disk or memory opens no backup. Empty: none are made.
BACKUP_PUBLIC_KEY = env.age_keys("BACKUP_PUBLIC_KEY", default="")
BACKUP_FOLDER = Path(
    env.text(
        "BACKUP_FOLDER",
        "the folder for backups",
        default=str(Path(__file__).resolve().parents[2] / "var" / "backups"),
    )
)
# What retention has erased is gone when the last backup that holds it is.
BACKUPS_KEPT = env.integer("BACKUPS_KEPT", default=30, least=2, most=400)
BACKUP_EVERY_HOURS = env.integer("BACKUP_EVERY_HOURS", default=24, least=1, most=168)
# pg_dump and pg_restore; empty: those of the path, or of the embedded Postgres.
PG_BIN = env.text("PG_BIN", "the folder of pg_dump and pg_restore", default="")
