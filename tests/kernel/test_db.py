"""The database keeps moments in UTC, refuses changes where only reading was asked for, and rolls back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError

from signatur.kernel.blob_uses import BlobUseRow
from signatur.kernel.db import Database, add_unless_there, driver_url, embedded_url
from signatur.kernel.migrate import is_up_to_date, migrate
from signatur.kernel.runtime import database_url
from signatur.kernel.settings import load_settings
from signatur.kernel.throttle import ThrottleRow

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builders import World

DANISH_NOON = datetime(2026, 3, 4, 12, 0, tzinfo=timezone(timedelta(hours=1)))


def a_row(moment: datetime) -> ThrottleRow:
    return ThrottleRow(key_hash=uuid4().hex, failures=1, last_at=moment, wait_until=moment)


def test_a_moment_comes_back_in_utc(world: World) -> None:
    row = a_row(DANISH_NOON)
    with world.runtime.database.writing() as session:
        session.add(row)

    with world.runtime.database.reading() as session:
        stored = session.get_one(ThrottleRow, row.key_hash).last_at

    assert (stored, stored.tzinfo) == (datetime(2026, 3, 4, 11, 0, tzinfo=UTC), UTC)


def test_a_moment_without_a_time_zone_is_refused(world: World) -> None:
    naive = DANISH_NOON.replace(tzinfo=None)

    with pytest.raises(StatementError, match="time zone"), world.runtime.database.writing() as s:
        s.add(a_row(naive))


def test_an_exception_leaves_nothing_behind(world: World) -> None:
    row = a_row(DANISH_NOON)

    with pytest.raises(ZeroDivisionError), world.runtime.database.writing() as session:
        session.add(row)
        session.flush()
        raise ZeroDivisionError

    with world.runtime.database.reading() as session:
        assert session.get(ThrottleRow, row.key_hash) is None


def test_reading_refuses_every_change(world: World) -> None:
    with (
        pytest.raises(DBAPIError, match=r"read.?only"),
        world.runtime.database.reading() as session,
    ):
        session.add(a_row(DANISH_NOON))
        session.flush()


def test_a_connection_that_only_read_may_write_again(world: World) -> None:
    with world.runtime.database.reading() as session:
        session.scalars(select(ThrottleRow)).all()

    with world.runtime.database.writing() as session:
        session.add(a_row(DANISH_NOON))

    with world.runtime.database.reading() as session:
        assert len(session.scalars(select(ThrottleRow)).all()) == 1


def test_reading_sees_one_state_whatever_others_store_meanwhile(world: World) -> None:
    with world.runtime.database.reading() as session:
        before = session.scalars(select(ThrottleRow)).all()
        with world.runtime.database.writing() as other:
            other.add(a_row(DANISH_NOON))
        session.expire_all()

        assert session.scalars(select(ThrottleRow)).all() == before


def test_a_row_that_another_process_added_first_is_not_added_again(world: World) -> None:
    user = uuid4()

    def row() -> BlobUseRow:
        return BlobUseRow(user_id=user, sha256="x", authority_id=world.authority_id)

    with world.runtime.database.writing() as session:
        added = [add_unless_there(session, row()), add_unless_there(session, row())]

    assert added == [True, False]


def test_errors_do_not_quote_what_was_to_be_stored(world: World) -> None:
    with pytest.raises(DBAPIError) as problem, world.runtime.database.writing() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "hemmelig"})

    assert "hemmelig" not in str(problem.value)


def test_a_postgresql_address_gets_our_driver_and_keeps_its_password() -> None:
    assert driver_url("postgresql://me:word@db/x") == "postgresql+psycopg://me:word@db/x"


def test_reading_on_a_server_asks_for_one_state_and_no_changes() -> None:
    database = Database("postgresql://nowhere.example.org/x")

    assert database._options(is_writing=False) == {
        "isolation_level": "REPEATABLE READ",
        "postgresql_readonly": True,
    }
    assert database._options(is_writing=True) == {}


def test_an_installation_uses_the_database_of_its_settings(tmp_path: Path) -> None:
    embedded = load_settings({"SIGNATUR_DATA_FOLDER": str(tmp_path)}).kernel
    on_server = load_settings({"SIGNATUR_DATABASE_URL": "postgresql://db/x"}).kernel

    assert database_url(embedded) == f"sqlite:///{tmp_path / 'signatur.db'}"
    assert database_url(on_server) == "postgresql+psycopg://db/x"


def test_other_addresses_stay_as_they_are() -> None:
    assert driver_url("sqlite:///x.db") == "sqlite:///x.db"


def test_the_embedded_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    url = embedded_url(tmp_path / "made")

    assert url == f"sqlite:///{tmp_path / 'made' / 'signatur.db'}"
    assert (tmp_path / "made").is_dir()


def test_migrating_brings_an_empty_database_up_to_date_and_twice_is_once(tmp_path: Path) -> None:
    database = Database(embedded_url(tmp_path))
    with database.engine.connect() as connection:
        before = is_up_to_date(connection)

    migrate(database)
    migrate(database)

    with database.engine.connect() as connection:
        after = is_up_to_date(connection)
    database.close()
    assert (before, after) == (False, True)
