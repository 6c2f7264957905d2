"""Verify ledger and receipts: rows from the database, one at a time, into the pure checks of surveys.ledger."""

import heapq
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys import ledger
from surveys.actions.ledger import last_position
from surveys.models import PaperReturn, PaperVoid, Submission, Survey

AT_A_TIME = 200


class ReceiptProblem(models.TextChoices):
    """What can be wrong with a receipt (surveys.ledger.receipt_problems)."""

    INCOMPLETE = "incomplete", _("This is not a whole receipt: signature or key is missing.")
    UNKNOWN_KEY = "unknown_key", _("It was not signed with a key of this Office.")
    WRONG_KEY = "wrong_key", _("The key in it is not the one that it names.")
    NOT_SIGNED = "not_signed", _("Its signature is not a signature.")
    CHANGED = "changed", _("It was changed after it was signed.")


def public_keys() -> dict[str, str]:
    """The Office's public keys by key id."""
    public = ledger.public_key_of(ledger.load_key(settings.RECEIPT_KEY))
    return {ledger.key_id(public): public}


def check_receipt(receipt: Mapping[str, Any]) -> list[ReceiptProblem]:
    """What is wrong with a receipt; empty when it is true. Asks no database."""
    return [ReceiptProblem(code) for code in ledger.receipt_problems(receipt, public_keys())]


def head_of(survey: Survey) -> ledger.Head:
    """The end of the survey's ledger, to be kept elsewhere."""
    return ledger.Head(survey.slug, *last_position(survey))


def verify_ledger(survey: Survey, head: ledger.Head | None = None) -> ledger.Verified:
    """Walk the survey's ledger and check every row, link and receipt; with a head, the end too.

    Reads up to the position that is the last one when it begins, so that a reply that comes in meanwhile is not
    taken for a fault.
    """
    return ledger.verify_chain(_rows(survey, last_position(survey)[0]), head)


def _rows(survey: Survey, last: int) -> Iterator[ledger.LedgerRow]:
    keys = public_keys()
    tables = (
        ("submission", Submission.objects),
        ("registration", PaperReturn.objects),
        ("void", PaperVoid.objects),
    )
    streams = (_of_table(name, manager.in_ledger_order(survey, last), keys) for name, manager in tables)
    return heapq.merge(*streams, key=attrgetter("ledger_no"))


def _of_table(name: str, entries: "models.QuerySet[Any]", keys: Mapping[str, str]) -> Iterator[ledger.LedgerRow]:
    for entry in entries.select_related("receipt").iterator(chunk_size=AT_A_TIME):
        yield ledger.LedgerRow(
            table=name,
            pk=entry.pk,
            ledger_no=entry.ledger_no,
            digest=entry.digest,
            chain=entry.chain,
            record=entry.ledger_record(),
            receipt=_true_receipt(getattr(entry, "receipt", None), keys),
        )


def _true_receipt(receipt: Any, keys: Mapping[str, str]) -> Mapping[str, Any] | None:
    """The receipt's document; None when there is none, or none that the Office signed as it stands."""
    if receipt is None or receipt.document.get("number") != receipt.number:
        return None
    return None if ledger.receipt_problems(receipt.document, keys) else receipt.document
