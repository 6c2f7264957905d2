import base64
import stat

import pytest

from ilc_migration.home import Home


@pytest.fixture
def home(tmp_path):
    place = Home(tmp_path / "home")
    place.make_directories()
    return place


def test_everything_lies_under_the_home(home):
    names = {path.name for path in home.path.iterdir()}

    assert names == {"run", "log", "media", "mail", "keys"}


def test_keys_are_their_owners_alone(home):
    assert stat.S_IMODE(home.keys.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.secrets_file.stat().st_mode) == 0o600


def test_keys_stay_the_same(home):
    first = home.secrets()

    home.make_directories()
    home.make_secrets()

    assert Home(home.path).secrets() == first
    assert [path.name for path in home.keys.iterdir()] == ["secrets.env"]


def test_clearing_leaves_what_others_put_there(home):
    (home.path / "notes.txt").write_text("theirs")
    (home.media / "act.pdf").touch()

    home.clear()

    assert {path.name for path in home.path.iterdir()} == {"run", "notes.txt"}


def test_receipt_key_is_a_seed_of_32_bytes(home):
    assert len(base64.b64decode(home.secrets()["RECEIPT_KEY"], validate=True)) == 32


def test_two_homes_have_different_keys(home, tmp_path):
    other = Home(tmp_path / "other")
    other.make_directories()

    assert set(home.secrets()) == set(other.secrets()) == {"SECRET_KEY", "RECEIPT_KEY"}
    assert home.secrets()["RECEIPT_KEY"] != other.secrets()["RECEIPT_KEY"]
    assert home.secrets()["SECRET_KEY"] != other.secrets()["SECRET_KEY"]


def test_socket_path_fits_the_kernel(tmp_path):
    near, far = Home(tmp_path / "n"), Home(tmp_path / ("f" * 200))

    assert near.sockets == tmp_path / "n" / "run" / "sockets"
    assert far.sockets.parent.name == "tmp"
    assert far.sockets == Home(tmp_path / ("f" * 200)).sockets


def test_addresses_quote_what_a_path_may_hold(tmp_path):
    home = Home(tmp_path / "a b&c?")

    assert "a%20b%26c%3F" in home.database_url("portal_app")
    assert "a%20b%26c%3F" in home.cache_url()
