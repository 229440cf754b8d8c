"""Bell of the worker: notices and trials of mail wake it at the commit that lets them be sent."""

from django.db import migrations

# What the worker itself writes while it sends rings for nobody.
RINGS = {
    "appointments_notice": (
        ("new", "AFTER INSERT", "FOR EACH ROW WHEN (NEW.state = 'pending')"),
        (
            "again",
            "AFTER UPDATE OF state, due_at",
            "FOR EACH ROW WHEN (NEW.state = 'pending' AND (OLD.state <> 'pending' OR NEW.due_at < OLD.due_at))",
        ),
    ),
    "appointments_noticefreeze": (("ends", "AFTER DELETE", "FOR EACH STATEMENT"),),
    "appointments_mailtrial": (("new", "AFTER INSERT", "FOR EACH STATEMENT"),),
}


def _create(table: str, name: str, when: str, which: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_{name}_rings {when} ON {table} {which} EXECUTE FUNCTION clinic_ring()",
        f"DROP TRIGGER {table}_{name}_rings ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0032_mail_trials"),
        ("clinic", "0031_bell"),
    ]

    operations = [_create(table, *ring) for table, rings in RINGS.items() for ring in rings]
