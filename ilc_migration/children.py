"""Child processes that never outlive the process that started them."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
LARGEST_LOG = 10_000_000

libc = ctypes.CDLL(None, use_errno=True)
Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Account:
    """As whom a child runs: as ourselves, as another user, or as root that to itself looks like a user."""

    uid: int | None = None
    gid: int | None = None
    disguised: bool = False

    @classmethod
    def for_server(cls, *paths: Path) -> "Account":
        """Return the account for a server that refuses to run as root and has to reach `paths`.

        Root drops to `nobody`; where `nobody` cannot pass (a home below /root) it takes a user namespace.
        """
        if os.geteuid() != 0:
            return cls()
        if all(_open_to_others(path) for path in paths):
            nobody = pwd.getpwnam("nobody")
            return cls(uid=nobody.pw_uid, gid=nobody.pw_gid)
        return cls(disguised=True)

    def own(self, directory: Path) -> None:
        """Make `directory` if need be and give it, with all in it, to this account alone.

        Raises PermissionError when it belongs to somebody else, as a name under /tmp may.
        """
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        uid = os.geteuid() if self.uid is None else self.uid
        owner = directory.lstat().st_uid
        if directory.is_symlink() or owner not in (uid, os.geteuid(), pwd.getpwnam("nobody").pw_uid):
            raise PermissionError(f"{directory} belongs to another user")
        if owner != uid:
            # Itself last: one that was interrupted is begun anew.
            for path in (*directory.rglob("*"), directory):
                os.chown(path, uid, self.gid or 0, follow_symlinks=False)
        directory.chmod(0o700)

    def popen_arguments(self) -> dict[str, Any]:
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str],
    account: Account = Account(),  # noqa: B008 (frozen)
    on_parent_death: signal.Signals = signal.SIGTERM,
    pass_fds: Sequence[int] = (),
) -> Process:
    """Start `command` in a session of its own, its output added to `log`.

    The kernel sends it `on_parent_death` when the calling thread ends, however it ends, so call from the main
    thread.
    """
    _turn_over(log)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env),
            start_new_session=True,
            preexec_fn=before_exec(account, on_parent_death),
            pass_fds=pass_fds,
            **account.popen_arguments(),
        )


def before_exec(account: Account, on_parent_death: signal.Signals) -> Callable[[], None]:
    """Return what a child does between fork and exec: take its account, then tie its life to this process."""
    parent = os.getpid()

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        # A shell starts jobs in the background with SIGINT ignored, which exec would hand on.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if account.disguised:
            _enter_user_namespace()
        if sys.platform == "linux":
            libc.prctl(PR_SET_PDEATHSIG, int(on_parent_death), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def stop(process: Process, *signals: tuple[signal.Signals, float]) -> int:
    """Send each signal in turn and wait its seconds, then kill what is left of the process group."""
    for number, seconds in signals:
        if process.poll() is None:
            process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
    kill_group(process)
    return process.wait()


def kill_group(process: Process) -> None:
    """Kill the child and all that stayed in its session; nothing to do when they are gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _enter_user_namespace() -> None:
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace: run the portal as an ordinary user")
    # As somebody who has a name everywhere: PostgreSQL asks for it.
    nobody = pwd.getpwnam("nobody")
    maps = (("uid_map", f"{nobody.pw_uid} 0 1"), ("gid_map", f"{nobody.pw_gid} 0 1"))
    for name, text in (("setgroups", "deny"), *maps):
        Path("/proc/self", name).write_text(text)


def _open_to_others(path: Path) -> bool:
    real = path.resolve()
    return all(step.stat().st_mode & 0o001 for step in (real, *real.parents) if step.exists())


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
