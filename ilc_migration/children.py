"""Child processes that never outlive the process that started them."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
UID_INSIDE = 1000
LARGEST_LOG = 10_000_000

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Account:
    """As whom a child runs: as ourselves, as another user, or as root that looks like an ordinary user to itself."""

    uid: int | None = None
    gid: int | None = None
    disguised: bool = False

    @classmethod
    def for_server(cls, *paths: Path) -> "Account":
        """Return the account for a server that refuses to run as root and needs to reach `paths`.

        Root drops to `nobody`; where `nobody` cannot pass (a home below /root), it takes a user namespace instead.
        """
        if os.geteuid() != 0:
            return cls()
        if all(_open_to_others(path) for path in paths):
            nobody = pwd.getpwnam("nobody")
            return cls(uid=nobody.pw_uid, gid=nobody.pw_gid)
        return cls(disguised=True)

    def own(self, directory: Path) -> None:
        """Make `directory` if need be and give it, with all in it, to this account alone."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            uid, gid = self.uid or 0, self.gid or 0
            for path in (directory, *directory.rglob("*")):
                os.chown(path, uid, gid, follow_symlinks=False)
        if directory.stat().st_uid != (self.uid or os.geteuid()):
            raise PermissionError(f"{directory} belongs to another user")
        directory.chmod(0o700)

    def popen_arguments(self) -> dict[str, object]:
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
    on_parent_death: signal.Signals = signal.SIGTERM,
) -> "subprocess.Popen[bytes]":
    """Start `command` in a session of its own, its output added to `log`.

    The kernel sends it `on_parent_death` when the calling thread ends, however it ends: call from the main thread.
    """
    account = account or Account()
    _turn_over(log)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            start_new_session=True,
            preexec_fn=before_exec(account, on_parent_death),
            **account.popen_arguments(),
        )


def before_exec(account: Account, on_parent_death: signal.Signals) -> Callable[[], None]:
    """Return what a child does between fork and exec: take its account, then tie its life to this process."""
    parent = os.getpid()

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if account.disguised:
            _enter_user_namespace()
        if sys.platform == "linux":
            libc.prctl(PR_SET_PDEATHSIG, int(on_parent_death), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def stop(process: "subprocess.Popen[bytes]", *signals: tuple[signal.Signals, float]) -> int:
    """Send each signal in turn and wait its seconds; what is left of the process group is killed at the end."""
    for number, seconds in signals:
        if process.poll() is not None:
            break
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    kill_group(process)
    return process.wait()


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Kill the child and all it started in its session's group; nothing to do when they are gone."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _enter_user_namespace() -> None:
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace: run the portal as an ordinary user")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{UID_INSIDE} 0 1"),
        ("gid_map", f"{UID_INSIDE} 0 1"),
    ):
        Path("/proc/self", name).write_text(text)


def _open_to_others(path: Path) -> bool:
    real = path.resolve()
    steps = [step for step in (real, *real.parents) if step.exists()]
    return all(step.stat().st_mode & 0o001 for step in steps)


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
