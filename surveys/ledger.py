"""The ledger, in plain Python: canonical JSON, digests, the chain, signed receipts, and their verification.

Rules from design.md, section 4. Nothing here knows a database, a clock or a setting.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

GENESIS = "0" * 64
RECEIPT_FORMAT = 1
SIGNATURE_BYTES = 64


def canonical_json(value: Any) -> bytes:
    """The one way to write a JSON value: keys by code point, no blanks, UTF-8.

    Takes None, booleans, integers, text, days, lists and dicts with text keys. Raises TypeError for anything else
    (floats above all: two machines may write one number in two ways) and ValueError for a lone surrogate.
    """
    check_plain(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise ValueError("a lone surrogate cannot be written") from fault


def check_plain(value: Any) -> None:
    """Raise TypeError unless the value is made of what canonical JSON knows."""
    if isinstance(value, (str, int)) or value is None:
        return
    if isinstance(value, dict):
        for key, member in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key has to be text, not {type(key).__name__}")
            check_plain(member)
    elif isinstance(value, (list, tuple)):
        for member in value:
            check_plain(member)
    elif not is_day(value):
        raise TypeError(f"{type(value).__name__} has no canonical form")


def is_day(value: Any) -> bool:
    """Whether the value is a day; a moment is none: whoever knows its zone writes it as text."""
    return isinstance(value, date) and not isinstance(value, datetime)


def digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of the record's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(dict(record))).hexdigest()


def chain(previous: str, ledger_no: int, entry_digest: str) -> str:
    """The link of an entry: SHA-256 over the previous link, the number and the digest, in hexadecimal."""
    return hashlib.sha256(f"{previous} {ledger_no} {entry_digest}".encode()).hexdigest()


def new_key() -> str:
    """A fresh signing key: the Ed25519 seed in base64."""
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode("ascii")


def load_key(seed: str) -> Ed25519PrivateKey:
    """The signing key of a base64 seed of 32 bytes. Raises ValueError for anything else."""
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed, validate=True))


def public_key_of(key: Ed25519PrivateKey) -> str:
    """The public half of a signing key in base64, to be published."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode("ascii")


def key_id(public_key: str) -> str:
    """The short name of a public key: the first sixteen hexadecimal digits of its SHA-256."""
    return hashlib.sha256(base64.b64decode(public_key, validate=True)).hexdigest()[:16]


def sign(document: Mapping[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """The document as a receipt: with format, key id, public key, and a signature over all of it."""
    public_key = public_key_of(key)
    receipt = {**document, "format": RECEIPT_FORMAT, "key_id": key_id(public_key), "public_key": public_key}
    signature = key.sign(canonical_json(receipt))
    return {**receipt, "signature": base64.b64encode(signature).decode("ascii")}


def read_receipt(text: str) -> dict[str, Any]:
    """The receipt in a JSON text. Raises ValueError when it is not one JSON object, or names a key twice.

    Only blanks and the order of the keys are free: what a receipt says needs no escapes, so none pass.
    """
    if "\\" in text:
        raise ValueError("a receipt is written without escapes")
    receipt = json.loads(text, object_pairs_hook=once_each, parse_float=refuse_number, parse_constant=refuse_number)
    if not isinstance(receipt, dict):
        raise ValueError("a receipt is one JSON object")
    return receipt


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs as a mapping. Raises ValueError for a key that comes twice."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key} comes twice")
        found[key] = value
    return found


def refuse_number(text: str) -> Any:
    """No receipt holds such a number."""
    raise ValueError(f"{text} is not a number of a receipt")


def receipt_problems(receipt: Mapping[str, Any], public_keys: Mapping[str, str]) -> list[str]:
    """What is wrong with a receipt, given the published public keys (base64) by key id; empty when it is true.

    Codes: `incomplete`, `unknown_key` (the key is none of the Office's), `wrong_key`, `not_signed`, `changed`.
    """
    receipt = dict(receipt)
    signature, name, public_key = (receipt.get(part) for part in ("signature", "key_id", "public_key"))
    if not (isinstance(signature, str) and isinstance(name, str) and isinstance(public_key, str)):
        return ["incomplete"]
    if name not in public_keys:
        return ["unknown_key"]
    if public_keys[name] != public_key:
        return ["wrong_key"]
    del receipt["signature"]
    return signature_problems(receipt, signature, public_key)


def signature_problems(receipt: Mapping[str, Any], signature: str, public_key: str) -> list[str]:
    """Whether the signature, in exactly the form in which it was given, is over exactly this receipt."""
    try:
        raw = base64.b64decode(signature, validate=True)
        verifier = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
    except ValueError:
        return ["not_signed"]
    # Base64 writes some bytes in several ways; a receipt has one.
    if len(raw) != SIGNATURE_BYTES or base64.b64encode(raw).decode("ascii") != signature:
        return ["not_signed"]
    try:
        verifier.verify(raw, canonical_json(receipt))
    except (InvalidSignature, TypeError, ValueError, RecursionError):
        # What has no canonical form (a lone surrogate, a thousand brackets) is nothing that was ever signed.
        return ["changed"]
    return []


@dataclass(frozen=True)
class LedgerRow:
    """An entry as the database holds it; `record` is what its digest is made of, `receipt` what it was given."""

    table: str
    pk: int
    ledger_no: int
    digest: str
    chain: str
    record: Mapping[str, Any]
    receipt: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Head:
    """The end of the ledger as it was kept elsewhere: the last number and its link."""

    survey: str
    ledger_no: int
    chain: str


@dataclass(frozen=True)
class Fault:
    """Something wrong at a place of the ledger: the row named by table and key, or None where a row is missing.

    Codes: `changed` (the row is not what its digest says), `chain` (the link does not follow), `gap` (numbers are
    missing before this row), `order` (a number comes twice or out of order), `receipt` (the receipt says something
    else or is missing), `end` (the ledger ends before the head, or its link there differs).
    """

    code: str
    ledger_no: int
    table: str | None = None
    pk: int | None = None


@dataclass
class Verified:
    """What a verification found: how many entries, the faults in order, and whether a head anchored the end."""

    entries: int = 0
    last_chain: str = GENESIS
    faults: list[Fault] = field(default_factory=list)
    end_anchored: bool = False


def verify_chain(rows: Iterable[LedgerRow], head: Head | None = None) -> Verified:
    """Walk the ledger in the order of its numbers and name every row that is not what was entered.

    Without a head a removed end cannot be noticed: `end_anchored` says so. Reads one row at a time.
    """
    result, expected_no, link_at_head = Verified(), 1, None
    for row in rows:
        result.entries += 1
        result.faults.extend(row_faults(row, expected_no, result.last_chain))
        expected_no, result.last_chain = row.ledger_no + 1, row.chain
        if head and row.ledger_no == head.ledger_no:
            link_at_head = row.chain
    if head:
        result.end_anchored = True
        if head.ledger_no and link_at_head != head.chain:
            result.faults.append(Fault("end", head.ledger_no))
    return result


def row_faults(row: LedgerRow, expected_no: int, previous: str) -> Iterator[Fault]:
    """The faults of one row, given the number and the link that it has to follow."""
    place = (row.ledger_no, row.table, row.pk)
    if row.ledger_no != expected_no:
        yield Fault("gap" if row.ledger_no > expected_no else "order", *place)
    if not record_fits(row):
        yield Fault("changed", *place)
    if chain(previous, row.ledger_no, row.digest) != row.chain:
        yield Fault("chain", *place)
    if not receipt_fits(row):
        yield Fault("receipt", *place)


def record_fits(row: LedgerRow) -> bool:
    """Whether the record still has the row's digest; one that nobody could have entered (a float in it) has not."""
    try:
        return digest(row.record) == row.digest
    except (TypeError, ValueError, RecursionError):
        return False


def receipt_fits(row: LedgerRow) -> bool:
    """Whether the receipt given for the row says of it what the row says of itself."""
    facts = {"ledger_no": row.ledger_no, "digest": row.digest, "chain": row.chain, "kind": row.table}
    return row.receipt is not None and all(row.receipt.get(name) == value for name, value in facts.items())
