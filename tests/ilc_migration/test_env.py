import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ilc_migration import env
from ilc_migration.home import Home


@pytest.fixture
def setting(monkeypatch):
    return lambda value: monkeypatch.setenv("SETTING", value)


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    monkeypatch.delenv("SETTING", raising=False)


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (env.text, " text ", "text"),
        (env.boolean, "Yes", True),
        (env.boolean, "0", False),
        (env.integer, "-12", -12),
        (env.texts, "a, b,,c ", ["a", "b", "c"]),
        (env.path, "/srv/portal", Path("/srv/portal")),
        (env.day, "2004-04-30", datetime.date(2004, 4, 30)),
        (env.url, "https://portal.example/", "https://portal.example"),
    ],
)
def test_gives_the_type_of_its_name(setting, read, value, expected):
    setting(value)

    assert read("SETTING") == expected


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (env.boolean, "maybe", "one of 1, true, yes, on, 0, false, no, off"),
        (env.integer, "ten", "a whole number"),
        (env.day, "30.4.2004", "a day written YYYY-MM-DD"),
        (env.url, "portal.example", "an address that begins with https:// or http://"),
        (env.url, "https://", "an address that begins with https:// or http://"),
    ],
)
def test_names_variable_value_and_what_is_expected(setting, read, value, expected):
    setting(value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        read("SETTING")

    assert str(refusal.value) == f"SETTING is {value!r}: expected {expected}."


@pytest.mark.parametrize("value", ["", "   "])
def test_empty_counts_as_unset(setting, value):
    setting(value)

    assert env.integer("SETTING", 7) == 7


def test_missing_without_default_is_refused():
    with pytest.raises(ImproperlyConfigured, match="^SETTING is not set: expected a whole number.$"):
        env.integer("SETTING")


def test_default_is_given_as_it_is():
    assert env.day("SETTING", None) is None


def test_relative_path_starts_where_the_command_was_typed(setting, monkeypatch, tmp_path):
    setting("var")
    monkeypatch.chdir(tmp_path)

    assert env.path("SETTING") == tmp_path / "var"


def test_path_knows_the_home_directory(setting, monkeypatch, tmp_path):
    setting("~/portal")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert env.path("SETTING") == tmp_path / "portal"


def test_url_takes_other_schemes_when_told(setting):
    setting("smtp://mail.example:25")

    assert env.url("SETTING", schemes=("smtp",)) == "smtp://mail.example:25"


def test_database_over_the_network(setting):
    setting("postgresql://por%40tal:p%2Fw@db.example:5433/portal?sslmode=verify-full")

    assert env.database("SETTING") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": "por@tal",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
    }


def test_database_on_a_socket(setting):
    setting("postgresql://portal_app@/portal?host=/srv/a%20b/run")

    entry = env.database("SETTING")

    assert (entry["HOST"], entry["PORT"], entry["USER"], entry["OPTIONS"]) == (
        "/srv/a b/run",
        "",
        "portal_app",
        {},
    )


@pytest.mark.parametrize(
    "value",
    [
        "mysql://db.example/portal",
        "postgresql://db.example",
        "postgresql://db.example/portal/more",
        "postgresql://db.example:port/portal",
        "postgresql://db.example/portal?sslmod=require",
        "postgresql://db.example/portal?sslmode",
        "portal",
    ],
)
def test_database_that_cannot_be_used_is_refused(setting, value):
    setting(value)

    with pytest.raises(ImproperlyConfigured, match="^SETTING is .*: expected postgresql://"):
        env.database("SETTING")


def test_password_stays_out_of_the_refusal(setting):
    setting("postgres://portal:secret@db.example/portal/more")

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.database("SETTING")

    assert "secret" not in str(refusal.value)
    assert "db.example/portal/more" in str(refusal.value)


def test_mail_server_with_tls(setting):
    setting("smtp+tls://office%40portal:p%3Aw@mail.example")

    assert env.smtp("SETTING") == {
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "office@portal",
        "EMAIL_HOST_PASSWORD": "p:w",
        "EMAIL_USE_TLS": True,
    }


@pytest.mark.parametrize(("value", "port"), [("smtp://mail.example", 25), ("smtps://mail.example:4650", 4650)])
def test_mail_server_port(setting, value, port):
    setting(value)

    assert env.smtp("SETTING")["EMAIL_PORT"] == port


def test_no_mail_server():
    assert env.smtp("SETTING") is None


@pytest.mark.parametrize("value", ["mail.example:25", "imap://mail.example", "smtp://mail.example/inbox", "smtp://"])
def test_mail_server_that_cannot_be_used_is_refused(setting, value):
    setting(value)

    with pytest.raises(ImproperlyConfigured, match="^SETTING is .*: expected smtp://"):
        env.smtp("SETTING")


@pytest.fixture
def elsewhere(monkeypatch):
    """A process that was told nothing; what it adopts is undone after the test."""
    told = ("DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL", "SECRET_KEY", "RECEIPT_KEY", "PORTAL_HOME")
    for name in told:
        monkeypatch.delenv(name, raising=False)


def test_adopts_the_portal_under_a_home(elsewhere, tmp_path):
    home = Home(tmp_path / "p")
    home.make_directories()

    env.adopt_running_portal(tmp_path / "p")

    assert {name: env.text(name) for name in home.environment("portal_app")} == {
        "PORTAL_HOME": str(home.path),
        "DATABASE_URL": home.database_url("portal_app"),
        "CACHE_URL": home.cache_url(),
        "CELERY_BROKER_URL": home.broker_url(),
        **home.secrets(),
    }


def test_adopting_writes_nothing(elsewhere, tmp_path):
    env.adopt_running_portal(tmp_path / "new")

    assert len(env.text("SECRET_KEY")) >= 50
    assert list(tmp_path.iterdir()) == []


def test_adopts_nothing_beside_a_database_url(elsewhere, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/portal")

    env.adopt_running_portal(tmp_path)

    assert env.text("CACHE_URL", None) is None


def test_adopting_keeps_what_the_environment_says(elsewhere, monkeypatch, tmp_path):
    monkeypatch.setenv("CACHE_URL", "redis://cache.example")

    env.adopt_running_portal(tmp_path)

    assert env.text("CACHE_URL") == "redis://cache.example"
