"""What is wrong with the database: each kind is told apart, and never by what somebody typed."""

from contextlib import suppress

from django.db import Error, InterfaceError, OperationalError, connection, transaction

import pytest

from clinic.database.trouble import Trouble, described, trouble_of

STATEMENTS = {
    "SELECT of_a_test FROM clinic_user": Trouble.MISFIT,
    "SELECT 1 FROM of_a_test": Trouble.MISFIT,
    "INSERT INTO appointments_visit DEFAULT VALUES": Trouble.MISFIT,
    "SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)": Trouble.SLOW,
    "SET LOCAL ROLE clinic_web; TRUNCATE clinic_user": Trouble.RIGHTS,
    "SELECT 'typed'::integer": Trouble.REFUSED,
}


def error_of(statement: str) -> Error | None:
    with suppress(transaction.TransactionManagementError), transaction.atomic():
        try:
            connection.cursor().execute(statement)
        except Error as error:
            transaction.set_rollback(True)
            return error
    return None


@pytest.mark.django_db
@pytest.mark.parametrize(("statement", "trouble"), STATEMENTS.items())
def test_what_postgres_refuses_is_told_apart(statement, trouble):
    error = error_of(statement)
    assert trouble_of(error) is trouble
    assert described(error).startswith(f"{trouble} (")
    assert "typed" not in described(error)


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_without_an_answer_of_postgres_it_is_away(kind):
    assert described(kind("typed")) == f"the database is away ({kind.__name__})"
