"""Settings from the environment, typed, and loud when a value cannot be used.

An empty value counts as unset, which is what an `.env` file with a blank line after the `=` means.
"""

import datetime
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from ilc_migration.home import Home

BASE_DIR = Path(__file__).resolve().parent.parent

REQUIRED: Any = object()

YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off")

# What a DATABASE_URL may say after the question mark; a typing error there would go unnoticed.
DATABASE_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name")
SMTP_SCHEMES = {"smtp": {}, "smtp+tls": {"EMAIL_USE_TLS": True}, "smtps": {"EMAIL_USE_SSL": True}}


def text(name: str, default: Any = REQUIRED) -> Any:
    """Return the text of `name`."""
    return _read(name, default, "a text that is not empty", str)


def texts(name: str, default: Any = REQUIRED) -> Any:
    """Return the comma-separated parts of `name`, without blanks around them and without empty ones."""
    return _read(name, default, "parts separated by commas", _to_texts)


def boolean(name: str, default: Any = REQUIRED) -> Any:
    """Return True or False for yes and no as people write them."""
    return _read(name, default, f"one of {', '.join(YES + NO)}", _to_boolean)


def integer(name: str, default: Any = REQUIRED) -> Any:
    """Return the whole number in `name`."""
    return _read(name, default, "a whole number", int)


def path(name: str, default: Any = REQUIRED) -> Any:
    """Return an absolute Path; `~` is the user's, and a relative one starts where the command was typed."""
    return _read(name, default, "a path", lambda value: Path(value).expanduser().absolute())


def day(name: str, default: Any = REQUIRED) -> Any:
    """Return the date in `name`."""
    return _read(name, default, "a day written YYYY-MM-DD", datetime.date.fromisoformat)


def url(name: str, default: Any = REQUIRED, schemes: Sequence[str] = ("https", "http")) -> Any:
    """Return the address in `name` as text, without a closing slash, once its scheme is one of `schemes`."""
    expected = f"an address that begins with {' or '.join(f'{scheme}://' for scheme in schemes)}"
    return _read(name, default, expected, lambda value: _to_url(value, schemes))


def database(name: str, default: Any = REQUIRED) -> Any:
    """Return Django's DATABASES entry for `postgresql://user:password@host:port/name?host=/socket/dir`."""
    return _read(name, default, "postgresql://user:password@host:port/name or …/name?host=/socket/dir", _to_database)


def smtp(name: str) -> Any:
    """Return Django's EMAIL_… settings for `smtp://user:password@host:port`, None when unset.

    `smtp+tls` begins in clear and turns to TLS (port 587), `smtps` is TLS from the first byte (port 465).
    """
    return _read(name, None, "smtp://, smtp+tls:// or smtps:// and user:password@host:port", _to_smtp)


def adopt_running_portal(home: Path) -> None:
    """Point this process at the portal under `home` when no DATABASE_URL says otherwise.

    Every address and key follows from `home` alone, so it works before the portal starts, beside it in
    another shell, and after it was killed. What the environment sets stays as it is; nothing is written.
    """
    if os.environ.get("DATABASE_URL"):
        return
    for name, value in Home(home).environment(role="portal_app").items():
        os.environ.setdefault(name, value)


def _read(name: str, default: Any, expected: str, convert: Callable[[str], Any]) -> Any:
    """Return variable `name` through `convert`, or `default` when it is unset or empty.

    Raises ImproperlyConfigured, naming the variable, its value and what was expected, when it is required and
    missing or when `convert` raises ValueError.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        if default is REQUIRED:
            raise ImproperlyConfigured(f"{name} is not set: expected {expected}.")
        return default
    try:
        return convert(value)
    except ValueError as fault:
        raise ImproperlyConfigured(f"{name} is {_shown(value)!r}: expected {expected}.") from fault


def _shown(value: str) -> str:
    # A refused address may hold a password, and this text goes to logs.
    return "…@" + value.rpartition("@")[2] if "@" in value else value


def _to_boolean(value: str) -> bool:
    if value.lower() not in YES + NO:
        raise ValueError(value)
    return value.lower() in YES


def _to_texts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _to_url(value: str, schemes: Sequence[str]) -> str:
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.netloc:
        raise ValueError(value)
    return value.rstrip("/")


def _to_database(value: str) -> dict[str, Any]:
    parts = urlsplit(value)
    options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    host = options.pop("host", "") or parts.hostname or ""
    if not _is_postgresql(parts) or set(options) - set(DATABASE_OPTIONS):
        raise ValueError(value)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def _is_postgresql(parts: SplitResult) -> bool:
    name = parts.path[1:]
    return parts.scheme in ("postgresql", "postgres") and bool(name) and "/" not in name


def _to_smtp(value: str) -> dict[str, Any]:
    parts = urlsplit(value)
    if parts.scheme not in SMTP_SCHEMES or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(value)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        **SMTP_SCHEMES[parts.scheme],
    }
