"""The directory of a portal that brings its own services: what lies where, its addresses and its keys.

Everything here follows from the directory alone, so a command in another shell finds the same portal.
"""

import base64
import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# The kernel keeps 108 bytes for the path of a socket, its closing NUL included.
LONGEST_SOCKET_PATH = 107
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"
CACHE_DATABASE = 0
BROKER_DATABASE = 1


@dataclass(frozen=True)
class Home:
    """One portal's directory; `path` is made absolute."""

    path: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", self.path.absolute())

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def media(self) -> Path:
        return self.path / "media"

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    @property
    def secrets_file(self) -> Path:
        return self.keys / "secrets.env"

    @property
    def sockets(self) -> Path:
        """Where both sockets lie: `run/sockets`, or where that is too long a directory under /tmp."""
        near = self.run / "sockets"
        if len(os.fsencode(near / POSTGRES_SOCKET)) <= LONGEST_SOCKET_PATH:
            return near
        # Account.own refuses it when somebody else made it first.
        return Path("/tmp") / f"ilc-{hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]}"  # noqa: S108

    def make_directories(self) -> None:
        """Make what is missing, keys included; another account may pass through, but reads no keys."""
        self.path.mkdir(parents=True, exist_ok=True)
        for directory, mode in (
            (self.run, 0o755),
            (self.log, 0o750),
            (self.media, 0o750),
            (self.mail, 0o750),
        ):
            directory.mkdir(mode=mode, exist_ok=True)
        self.keys.mkdir(mode=0o700, exist_ok=True)
        if not self.secrets_file.exists():
            self.make_secrets()

    def clear(self) -> None:
        """Remove what a portal made here, and nothing that somebody else may have put beside it."""
        for directory in (self.postgres, self.valkey, self.sockets, self.log, self.media, self.mail, self.keys):
            shutil.rmtree(directory, ignore_errors=True)

    def database_url(self, role: str, database: str = "portal") -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def cache_url(self, number: int = CACHE_DATABASE) -> str:
        return f"unix://{quote(str(self.sockets / VALKEY_SOCKET), safe='/')}?db={number}"

    def broker_url(self, number: int = BROKER_DATABASE) -> str:
        return f"redis+socket://{quote(str(self.sockets / VALKEY_SOCKET), safe='/')}?virtual_host={number}"

    def environment(self, role: str) -> dict[str, str]:
        """Return the variables by which a process uses this portal's services as database role `role`."""
        return {
            "PORTAL_HOME": str(self.path),
            "DATABASE_URL": self.database_url(role),
            "CACHE_URL": self.cache_url(),
            "CELERY_BROKER_URL": self.broker_url(),
            **self.secrets(),
        }

    def secrets(self) -> dict[str, str]:
        """Return SECRET_KEY and RECEIPT_KEY (base64 of an Ed25519 seed).

        Before the first start there is no database that anything could be signed for: keys of the moment do.
        """
        text = self.secrets_file.read_text() if self.secrets_file.exists() else new_secrets()
        return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)

    def make_secrets(self) -> None:
        """Store keys for good, readable by their owner only, unless there are some."""
        draft = self.keys / f".secrets-{secrets.token_hex(8)}"
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_text(new_secrets())
        try:
            # A link, unlike a rename, never takes away the keys that another process made first.
            self.secrets_file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()


def new_secrets() -> str:
    receipt_key = base64.b64encode(secrets.token_bytes(32)).decode()
    return f"SECRET_KEY={secrets.token_urlsafe(48)}\nRECEIPT_KEY={receipt_key}\n"
