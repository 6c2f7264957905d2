"""The round of 2003 as its files give it, loaded once for all the tests of a module."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from ilc_migration.rounds import folders_of, load_whole_round
from surveys.actions.loading import ACTOR
from surveys.models.history import acting_as

LOADED_AT = datetime(2003, 7, 1, 8, tzinfo=UTC)
PAPER_DAY = date(2004, 2, 11)


def load(folders=None):
    """Load a round, that of 2003 by default."""
    with acting_as(ACTOR):
        return load_whole_round(folders=folders or folders_of(None), at=LOADED_AT)


@pytest.fixture(scope="module")
def the_round(django_db_setup, django_db_blocker):
    """The round in the database for all the tests of a module, each of which undoes what it changes.

    A module that uses it imports it: what loads Django cannot stand in a conftest.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)
