"""What editors were told, held against what the database has: nothing acknowledged may be missing or doubled."""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Save:
    """One save: what was sent, and what came of it: unknown until an answer came, then ok or refused."""

    editor: int
    key: str
    iso3: str
    path: str
    seen: int
    value: str
    token: str
    outcome: str = "unknown"
    revision: int = 0
    attempts: int = 0


@dataclass
class History:
    """Saves by all editors, only ever added to."""

    saves: list[Save] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def invoke(self, **fields):
        save = Save(**fields)
        with self.lock:
            self.saves.append(save)
        return save

    def acknowledged(self):
        with self.lock:
            return [save for save in self.saves if save.outcome == "ok"]

    def count(self, outcome):
        with self.lock:
            return sum(save.outcome == outcome for save in self.saves)


@dataclass
class Stored:
    """One full read: results by key, value by (State, path, revision), and the last (revision, value)."""

    keys: dict[str, dict]
    events: dict[tuple[str, str, int], str]
    events_total: int
    answers: dict[tuple[str, str], tuple[int, str]]

    @classmethod
    def read(cls, portal, iso3s, paths):
        """Everything that the database has of these answers, and the keys of all writes."""
        keys = portal.rows("SELECT key, result FROM surveys_writekey WHERE result IS NOT NULL")
        join = (
            "JOIN surveys_return r ON r.id = a.survey_return_id"
            " JOIN surveys_memberstate m ON m.id = r.member_state_id"
        )
        where = "WHERE m.iso3 = ANY(%s) AND a.path = ANY(%s)"
        events = portal.rows(
            f"SELECT m.iso3, a.path, a.revision, a.value FROM surveys_answerchange a {join} {where}", iso3s, paths
        )
        answers = portal.rows(
            f"SELECT m.iso3, a.path, a.revision, a.value FROM surveys_answer a {join} {where}", iso3s, paths
        )
        return cls(
            keys=dict(keys),
            events={(iso3, path, revision): value for iso3, path, revision, value in events},
            events_total=len(events),
            answers={(iso3, path): (revision, value) for iso3, path, revision, value in answers},
        )


def faults(history, stored, *, appended=frozenset()):
    """How many saves broke each promise; `appended` are the States whose editors add a token to what is there.

    no key: acknowledged, and its key or the key's result is missing. no history: acknowledged, and that revision
    with that value is not in the history. lost: acknowledged, and gone from the answer although nobody saw it go.
    doubled: one save stands in two revisions. unread: the answer's last revision is not what the history says.
    """
    found = Counter({"no key": 0, "no history": 0, "lost": 0, "doubled": 0, "unread": 0})
    for save in history.acknowledged():
        result = stored.keys.get(save.key)
        if result is None or result["revisions"].get(save.path) != save.revision:
            found["no key"] += 1
        if stored.events.get((save.iso3, save.path, save.revision)) != save.value:
            found["no history"] += 1
        if save.iso3 in appended and save.token not in (stored.answers[save.iso3, save.path][1] or "").split():
            found["lost"] += 1
        if save.iso3 not in appended and save.revision != save.seen + 1:
            found["lost"] += 1
    values = Counter((iso3, path, value) for (iso3, path, _revision), value in stored.events.items())
    found["doubled"] = sum(times - 1 for times in values.values())
    found["doubled"] += stored.events_total - len(stored.events)
    for (iso3, path), (revision, value) in stored.answers.items():
        found["unread"] += stored.events.get((iso3, path, revision)) != value
    return dict(found)
