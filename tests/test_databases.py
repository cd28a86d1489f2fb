"""The throwaway databases of journeys and fault tests."""

import os

import pytest

from tests import databases

COUNT = "from ccm_portal.models import User; print('users', User.objects.count())"
ADD = "from ccm_portal.models import User; User.objects.create(email='clerk@example.org')"


@pytest.fixture
def another(database_template, tmp_path):
    with databases.clone(database_template, tmp_path) as url:
        yield url


def test_a_clone_has_the_tables_and_is_of_the_kind_under_test(cloned_database, tmp_path):
    assert databases.is_sqlite(cloned_database) == databases.is_sqlite(os.environ["DATABASE_URL"])
    assert "users 0" in databases.manage("shell", "-c", COUNT, database=cloned_database, folder=tmp_path)


def test_a_clone_is_nobody_elses(cloned_database, another, tmp_path):
    databases.manage("shell", "-c", ADD, database=cloned_database, folder=tmp_path)
    assert "users 1" in databases.manage("shell", "-c", COUNT, database=cloned_database, folder=tmp_path)
    assert "users 0" in databases.manage("shell", "-c", COUNT, database=another, folder=tmp_path)


def test_a_command_that_fails_says_what_it_said(cloned_database, tmp_path):
    with pytest.raises(RuntimeError, match="Unknown command: 'nonsense'"):
        databases.manage("nonsense", database=cloned_database, folder=tmp_path)
