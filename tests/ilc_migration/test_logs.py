"""Links that are worth a password do not reach the log."""

import io
import logging

import pytest
from django.urls import reverse

TOKEN = "zqtokenqz" * 4


@pytest.fixture
def told():
    """What the console handler of the settings writes."""
    handler = next(handler for handler in logging.getLogger().handlers if handler.filters)
    stream = io.StringIO()
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before)


@pytest.mark.parametrize(
    "address",
    [
        reverse("surveys:invitation_open", args=[TOKEN]),
        reverse("account_sign_in_link_open", args=[TOKEN]),
        reverse("account_reset_password_from_key", args=["1", TOKEN]),
    ],
)
def test_an_address_is_told_without_its_secret(told, address):
    logging.getLogger("django.request").error("%s: %s", "Service Unavailable", address)
    logging.getLogger("django.request").error(f"Service Unavailable: {address}?next=1")
    said = told.getvalue()
    assert said.count("Service Unavailable: /") == 2
    assert "zqtokenqz" not in said
    assert said.count("/…/") == 2


def test_other_records_are_told_as_they_are(told):
    logging.getLogger("portal").warning("%(count)d letters", {"count": 3})
    assert told.getvalue().endswith("WARNING portal 3 letters\n")
