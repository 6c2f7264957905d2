"""Give an entry its place in the survey's ledger, and its receipt."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from surveys import ledger
from surveys.models import PaperReturn, PaperVoid, Receipt, Submission, Survey

Entry = Submission | PaperReturn | PaperVoid
KINDS: dict[type, str] = {Submission: "submission", PaperReturn: "registration", PaperVoid: "void"}

LEDGER_LOCK = 2003
LOCK_LEDGER = "SELECT pg_advisory_xact_lock(%s, %s)"
LAST_ENTRY = """
SELECT ledger_no, chain FROM (
    (SELECT ledger_no, chain FROM surveys_submission WHERE survey_id = %(survey)s ORDER BY ledger_no DESC LIMIT 1)
    UNION ALL
    (SELECT ledger_no, chain FROM surveys_paperreturn WHERE survey_id = %(survey)s ORDER BY ledger_no DESC LIMIT 1)
    UNION ALL
    (SELECT ledger_no, chain FROM surveys_papervoid WHERE survey_id = %(survey)s ORDER BY ledger_no DESC LIMIT 1)
) AS entry ORDER BY ledger_no DESC LIMIT 1
"""


def last_position(survey: Survey) -> tuple[int, str]:
    """The survey's last ledger number and link of the chain; (0, GENESIS) before the first entry."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_ENTRY, {"survey": survey.pk})
        return cursor.fetchone() or (0, ledger.GENESIS)


def enter(entry: Entry) -> None:
    """Insert the entry at the end of the survey's ledger, with digest and chain.

    Call it as the last slow thing of the transaction: the lock is held until the commit. The lock is a statement
    of its own, since one statement for lock and number would read a snapshot older than the lock.
    """
    entry.digest = ledger.digest(entry.ledger_record())
    with connection.cursor() as cursor:
        cursor.execute(LOCK_LEDGER, [LEDGER_LOCK, entry.survey_id])
    last_no, last_chain = last_position(entry.survey)
    entry.ledger_no = last_no + 1
    entry.chain = ledger.chain(last_chain, entry.ledger_no, entry.digest)
    entry.save(force_insert=True)


def give_receipt(entry: Entry, *, at: datetime) -> Receipt:
    """Sign and store the receipt of an entry that has its place in the ledger."""
    submission = entry if isinstance(entry, Submission) else None
    paper = entry if isinstance(entry, PaperReturn) else None
    withdraws = submission.replaces if submission and submission.kind == Submission.Kind.WITHDRAWAL else None
    void = entry if isinstance(entry, PaperVoid) else None
    number = f"{entry.survey.slug.upper()}-{entry.ledger_no:05d}"
    key = ledger.load_key(settings.RECEIPT_KEY)
    document: dict[str, Any] = {
        "number": number,
        "kind": KINDS[type(entry)],
        "survey": entry.survey.slug,
        "member_state": entry.member_state.iso3,
        "submission": submission.number if submission else None,
        "received_on": entry.received_on.isoformat(),
        "ledger_no": entry.ledger_no,
        "digest": entry.digest,
        "chain": entry.chain,
        "instant": entry.ledger_record()["recorded_at"],
        "synthetic": entry.survey.synthetic,
    }
    if withdraws:
        document["withdraws"] = withdraws.number
    return Receipt.objects.create(
        submission=submission,
        paper=paper,
        void=void,
        number=number,
        document=ledger.sign(document, key),
        issued_at=at,
    )
