"""The ledger in plain Python. The check values were computed with sha256sum and by hand, not with the code."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.ledger import (
    GENESIS,
    Fault,
    Head,
    LedgerRow,
    canonical_json,
    chain,
    digest,
    key_id,
    load_key,
    new_key,
    public_key_of,
    read_receipt,
    receipt_problems,
    sign,
    verify_chain,
)

SEED = base64.b64encode(bytes(range(32))).decode()
KEY = load_key(SEED)
PUBLIC = public_key_of(KEY)
KEYS = {key_id(PUBLIC): PUBLIC}
FACTS = {
    "number": "ILMS2003-00002",
    "kind": "submission",
    "survey": "ilms2003",
    "member_state": "NAM",
    "submission": 1,
    "received_on": "2003-12-31",
    "ledger_no": 2,
    "digest": "ab" * 32,
    "chain": "cd" * 32,
    "instant": "2003-12-31T22:30:00+00:00",
    "synthetic": True,
}
RECEIPT = sign(FACTS, KEY)
TEXT = canonical_json(RECEIPT).decode()

OTHERS = ' \n\t"\\/,:{}[]019aZe+-=.é\u00a0\u0430\0\ufeff'

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


# Canonical JSON and digests


def test_keys_stand_by_code_point_and_nothing_is_blank():
    value = {"z": [1, None, True], "é": "ü\n", "Z": {"b": -2, "a": ""}, "😀": 0, "\uffee": 0}

    # In UTF-16 the emoji would stand before U+FFEE.
    expected = '{"Z":{"a":"","b":-2},"z":[1,null,true],"é":"ü\\n","\uffee":0,"😀":0}'
    assert canonical_json(value) == expected.encode("utf-8")


def test_days_are_written_in_iso():
    assert canonical_json({"on": date(2004, 2, 29), "all": [date(900, 1, 1)]}) == (
        b'{"all":["0900-01-01"],"on":"2004-02-29"}'
    )


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), Decimal("1"), b"x", {1, 2}, datetime(2004, 1, 1, tzinfo=UTC), object, {1: "x"}, {None: 1}],
    ids=repr,
)
@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: {"a": [{"b": value}]}], ids=["bare", "deep"])
def test_what_may_be_written_in_two_ways_is_refused(value, wrap):
    with pytest.raises(TypeError):
        canonical_json(wrap(value))


@pytest.mark.parametrize("value", ["\ud800", {"a": ["x\udfff"]}, {"\ud800": 1}])
def test_lone_surrogates_are_refused(value):
    with pytest.raises(ValueError, match="lone surrogate"):
        canonical_json(value)


@given(plain)
def test_any_plain_value_comes_back_as_it_was(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), plain))
def test_the_order_in_which_keys_were_set_says_nothing(record):
    assert digest(dict(reversed(record.items()))) == digest(record)


def test_true_and_one_are_different():
    assert len({digest({"a": value}) for value in (True, 1, "1", None, False, 0, "")}) == 7


def test_a_digest_is_the_sha256_of_the_canonical_json():
    # printf '{"a":1}' | sha256sum
    assert digest({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


def test_a_link_is_made_of_all_three():
    link = chain(GENESIS, 1, "ab" * 32)

    assert link == hashlib.sha256(("0" * 64 + " 1 " + "ab" * 32).encode()).hexdigest()
    assert len({link, chain("1" * 64, 1, "ab" * 32), chain(GENESIS, 2, "ab" * 32), chain(GENESIS, 1, "ac" * 32)}) == 4


# Keys


def test_a_new_key_is_a_seed_of_32_bytes_and_new_each_time():
    first, second = new_key(), new_key()

    assert first != second
    assert [len(base64.b64decode(seed)) for seed in (first, second)] == [32, 32]


def test_the_public_key_of_the_standard():
    """The first test vector of RFC 8032."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

    assert base64.b64decode(public_key_of(load_key(base64.b64encode(seed).decode()))).hex() == public


@pytest.mark.parametrize("seed", ["", "x", "!" * 44, base64.b64encode(bytes(31)).decode(), SEED + "\n", "é"])
def test_what_is_no_seed_is_refused(seed):
    with pytest.raises(ValueError):
        load_key(seed)


def test_a_key_is_named_by_its_digest():
    assert key_id(PUBLIC) == hashlib.sha256(base64.b64decode(PUBLIC)).hexdigest()[:16]


# Receipts


def test_a_receipt_holds_the_facts_and_names_its_key():
    assert {name: RECEIPT[name] for name in FACTS} == FACTS
    assert RECEIPT.keys() - FACTS.keys() == {"format", "key_id", "public_key", "signature"}
    assert receipt_problems(read_receipt(TEXT), KEYS) == []


def test_blanks_and_the_order_of_keys_do_not_matter():
    assert receipt_problems(read_receipt(json.dumps(dict(reversed(RECEIPT.items())), indent=4)), KEYS) == []


def is_true(text):
    """Whether a text passes as a receipt."""
    try:
        return receipt_problems(read_receipt(text), KEYS) == []
    except ValueError:
        return False


def says_the_same(text):
    """Whether a text is the receipt's JSON written in another way."""
    return canonical_json(json.loads(text)) == TEXT.encode()


def changes_at(place):
    """The text with one character left out, doubled, put in or replaced at a place."""
    before, here, after = TEXT[:place], TEXT[place], TEXT[place + 1 :]
    yield before + after
    yield before + here + here + after
    for other in {*OTHERS, here.swapcase(), chr(ord(here) ^ 1)} - {here}:
        yield before + other + after
        yield before + other + here + after


def test_no_character_can_be_changed():
    passed = [text for place in range(len(TEXT)) for text in changes_at(place) if is_true(text)]

    assert all(says_the_same(text) for text in passed)
    # Only blanks between the parts pass.
    assert {text.translate(str.maketrans("", "", " \t\n\r")) for text in passed} == {TEXT}


@pytest.mark.parametrize("name", sorted(RECEIPT))
def test_no_part_can_be_left_out_or_set_to_another_type(name):
    value = RECEIPT[name]
    without = {key: member for key, member in RECEIPT.items() if key != name}
    others = [None, [], [value], {}, {"a": value}, "", 0, 1, True, False, str(value), -1]

    assert receipt_problems(without, KEYS) != []
    for other in others:
        if other is not value and not (type(other) is type(value) and other == value):
            assert receipt_problems(RECEIPT | {name: other}, KEYS) != [], other


@given(st.text(st.characters(exclude_categories=["Cs"])), plain)
def test_nothing_can_be_added(name, value):
    if name not in RECEIPT:
        assert receipt_problems(RECEIPT | {name: value}, KEYS) == ["changed"]


@pytest.mark.parametrize(
    "text",
    [
        TEXT[:-1] + ',"submission":1}',
        '{"number":"other",' + TEXT[1:],
        TEXT[:-1] + ',"number":"ILMS2003-00002"}',
        TEXT + TEXT,
        TEXT.replace("NAM", "N\\u0041M"),
        TEXT.replace('"kind"', '"\\u006bind"'),
        TEXT.replace("/", "\\/"),
        f"[{TEXT}]",
        TEXT.replace('"ledger_no":2', '"ledger_no":2.0'),
        TEXT.replace('"ledger_no":2', '"ledger_no":2e0'),
        TEXT.replace('"ledger_no":2', '"ledger_no":NaN'),
        TEXT.replace('"ledger_no":2', '"ledger_no":02'),
        TEXT.replace('"ledger_no":2', '"ledger_no":' + "2" * 5000),
        "",
        "null",
    ],
)
def test_a_text_that_is_not_one_plain_object_is_no_receipt(text):
    with pytest.raises(ValueError):
        read_receipt(text)


def test_a_key_that_is_not_published_is_named_as_unknown():
    assert receipt_problems(sign(FACTS, load_key(new_key())), KEYS) == ["unknown_key"]


def test_a_key_cannot_be_passed_off_as_another():
    forged = sign(FACTS, load_key(new_key())) | {"key_id": key_id(PUBLIC)}

    assert receipt_problems(forged, KEYS) == ["wrong_key"]
    assert receipt_problems(forged | {"public_key": PUBLIC}, KEYS) == ["changed"]


def test_a_receipt_of_a_retired_key_stays_true_while_it_is_published():
    retired = load_key(new_key())
    keys = KEYS | {key_id(public_key_of(retired)): public_key_of(retired)}

    assert receipt_problems(sign(FACTS, retired), keys) == receipt_problems(RECEIPT, keys) == []


@pytest.mark.parametrize("signature", ["", "x", "é", RECEIPT["signature"] + "\n", RECEIPT["signature"].rstrip("=")])
def test_what_is_no_base64_is_no_signature(signature):
    assert receipt_problems(RECEIPT | {"signature": signature}, KEYS) == ["not_signed"]


def test_another_spelling_of_the_same_signature_is_none():
    """The last digit before the padding carries four bits that say nothing."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    digits = RECEIPT["signature"].rstrip("=")
    other = digits[:-1] + alphabet[alphabet.index(digits[-1]) + 1] + "=="

    assert base64.b64decode(other) == base64.b64decode(RECEIPT["signature"])
    assert receipt_problems(RECEIPT | {"signature": other}, KEYS) == ["not_signed"]


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("value", ["\ud800", 1.5, nested(100_000)], ids=["surrogate", "float", "deep"])
def test_what_could_not_have_been_signed_is_changed_not_raised(value):
    assert receipt_problems(RECEIPT | {"survey": value}, KEYS) == ["changed"]


@pytest.mark.parametrize("name", ["signature", "key_id", "public_key"])
@pytest.mark.parametrize("value", [None, 5, True, [], {}])
def test_a_part_of_the_signature_of_another_type_is_incomplete_not_raised(name, value):
    assert receipt_problems(RECEIPT | {name: value}, KEYS) == ["incomplete"]


def test_checking_changes_no_receipt():
    receipt = dict(RECEIPT)
    receipt_problems(receipt, KEYS)

    assert receipt == RECEIPT


# The chain


def entries(count):
    """A sound ledger in which the two tables take turns."""
    rows, last = [], GENESIS
    for number in range(1, count + 1):
        table = "registration" if number % 3 == 2 else "submission"
        record = {"answers": {"stock": number}, "language": "fr", "ünï": None}
        found = digest(record)
        last = chain(last, number, found)
        receipt = {"ledger_no": number, "digest": found, "chain": last, "kind": table}
        rows.append(LedgerRow(table, 100 + number, number, found, last, record, receipt))
    return rows


def faults(rows, head=None):
    """The faults as code, number, table and key."""
    return [(fault.code, fault.ledger_no, fault.table, fault.pk) for fault in verify_chain(rows, head).faults]


def wrong(rows, head=None):
    """The numbers of the entries that are named, in order, each once."""
    return list(dict.fromkeys(fault.ledger_no for fault in verify_chain(rows, head).faults))


def head_at(number, rows):
    return Head("ilms2003", number, rows[number - 1].chain)


def test_a_sound_ledger_of_two_tables_has_no_faults():
    result = verify_chain(entries(7))

    assert (result.faults, result.entries, result.last_chain) == ([], 7, entries(7)[-1].chain)
    assert result.end_anchored is False


def test_an_empty_ledger_is_sound_and_ends_at_its_beginning():
    assert verify_chain([]).last_chain == GENESIS
    assert verify_chain([], Head("ilms2003", 0, GENESIS)).faults == []


@pytest.mark.parametrize("number", [1, 2, 4, 7])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"record": {"answers": {"stock": 0}}}, "changed"),
        ({"record": {"answers": 1.5}}, "changed"),
        ({"record": {"answers": "\ud800"}}, "changed"),
        ({"record": {"answers": nested(100_000)}}, "changed"),
        ({"digest": "ef" * 32}, "changed"),
        ({"digest": "é" * 64}, "changed"),
        ({"chain": "ef" * 32}, "chain"),
        ({"chain": "é" * 64}, "chain"),
        ({"table": "other"}, "receipt"),
        ({"receipt": None}, "receipt"),
        ({"receipt": {}}, "receipt"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_a_column_changed_anywhere_names_its_row_first(number, change, code):
    rows = entries(7)
    rows[number - 1] = replace(rows[number - 1], **change)
    found = faults(rows)

    assert found[0][1:] == (number, rows[number - 1].table, 100 + number)
    assert code in [fault[0] for fault in found if fault[1] == number]
    # A changed link also unsettles the entry that follows it, and none after that.
    assert set(wrong(rows)) <= {number, number + 1}


@pytest.mark.parametrize("fact", ["ledger_no", "digest", "chain", "kind"])
def test_a_receipt_that_says_something_else_names_its_row(fact):
    rows = entries(3)
    rows[1] = replace(rows[1], receipt={**rows[1].receipt, fact: "other"})

    assert faults(rows) == [("receipt", 2, "registration", 102)]


def test_every_changed_row_is_named():
    rows = entries(9)
    for number in (3, 4, 8):
        rows[number - 1] = replace(rows[number - 1], record={"forged": number})

    assert faults(rows) == [
        ("changed", 3, "submission", 103),
        ("changed", 4, "submission", 104),
        ("changed", 8, "registration", 108),
    ]


@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_deleted_row_leaves_a_gap_before_the_next(number):
    rows = entries(7)
    del rows[number - 1]

    assert faults(rows) == [
        (code, number + 1, rows[number - 1].table, rows[number - 1].pk) for code in ("gap", "chain")
    ]


def test_a_deleted_row_is_found_when_the_rest_is_numbered_anew():
    rows = entries(5)
    del rows[2]
    rows[2:] = [replace(row, ledger_no=row.ledger_no - 1) for row in rows[2:]]

    assert faults(rows)[0] == ("chain", 3, "submission", 104)


def test_two_rows_that_changed_places_are_both_named():
    rows = entries(5)
    second, fourth = rows[1], rows[3]
    rows[1], rows[3] = replace(fourth, ledger_no=2), replace(second, ledger_no=4)

    assert {fault[3] for fault in faults(rows)} >= {second.pk, fourth.pk}
    assert wrong(rows)[0] == 2


def test_rows_given_out_of_order_are_named():
    rows = entries(4)
    rows[1], rows[2] = rows[2], rows[1]

    assert [fault[:2] for fault in faults(rows) if fault[0] in ("gap", "order")] == [
        ("gap", 3),
        ("order", 2),
        ("gap", 4),
    ]


def forged(number, previous, pk=999):
    """A row that nobody entered, with digest and chain as they ought to be, and without a signed receipt."""
    record = {"answers": "forged"}
    return LedgerRow(
        "submission", pk, number, digest(record), chain(previous, number, digest(record)), record, receipt=None
    )


@pytest.mark.parametrize("after", [0, 2, 4])
def test_an_inserted_row_is_named(after):
    rows = entries(4)
    rows.insert(after, forged(after + 1, rows[after - 1].chain if after else GENESIS))

    assert faults(rows)[0] == ("receipt", after + 1, "submission", 999)


def test_a_number_that_comes_twice_is_named():
    rows = entries(3)
    rows.insert(2, forged(2, rows[1].chain))

    assert ("order", 2, "submission", 999) in faults(rows)


def test_a_chain_written_anew_from_a_changed_row_on_is_found_by_the_receipts():
    rows = entries(5)
    last = rows[1].chain
    for place in (2, 3, 4):
        record = {"forged": place} if place == 2 else rows[place].record
        found = digest(record)
        last = chain(last, place + 1, found)
        rows[place] = replace(rows[place], record=record, digest=found, chain=last)

    assert [fault[:2] for fault in faults(rows)] == [("receipt", 3), ("receipt", 4), ("receipt", 5)]


def test_a_missing_end_is_found_with_a_head_only():
    rows = entries(6)

    assert verify_chain(rows[:5]).faults == []
    assert verify_chain(rows[:5], head_at(6, rows)).faults == [Fault("end", 6)]
    assert verify_chain([], head_at(1, rows)).faults == [Fault("end", 1)]


def test_a_head_anchors_the_end_also_when_the_ledger_has_grown_since():
    rows = entries(6)

    for number in (3, 6):
        result = verify_chain(rows, head_at(number, rows))
        assert (result.faults, result.end_anchored) == ([], True)


def test_a_head_finds_a_ledger_written_anew_whole():
    """Whoever owns database and signing key can write a ledger that is sound in itself."""
    head = head_at(4, entries(4))
    rows, last = [], GENESIS
    for number in range(1, 5):
        record = {"forged": number}
        found = digest(record)
        last = chain(last, number, found)
        receipt = {"ledger_no": number, "digest": found, "chain": last, "kind": "submission"}
        rows.append(LedgerRow("submission", number, number, found, last, record, receipt))

    assert verify_chain(rows).faults == []
    assert verify_chain(rows, head).faults == [Fault("end", 4)]


def test_one_row_is_held_at_a_time():
    """Each row is let go before the next but one is asked for, so a ledger of any length can be walked."""
    alive = []

    class Watched(dict):
        def __del__(self):
            alive.remove(self["number"])

    def stream():
        last = GENESIS
        for number in range(1, 200):
            alive.append(number)
            record = Watched(number=number)
            found = digest(record)
            last = chain(last, number, found)
            receipt = {"ledger_no": number, "digest": found, "chain": last, "kind": "submission"}
            row = LedgerRow("submission", number, number, found, last, record, receipt)
            del record
            yield row
            del row
            assert len(alive) <= 2

    assert verify_chain(stream()).faults == []


@given(st.integers(1, 12), st.data())
def test_whatever_is_removed_changed_or_moved_is_found(count, data):
    rows = entries(count)
    head = head_at(count, rows)
    place = data.draw(st.integers(0, count - 1))
    match data.draw(st.sampled_from(["delete", "record", "digest", "chain", "ledger_no", "insert"])):
        case "delete":
            del rows[place]
        case "insert":
            rows.insert(place, forged(place + 1, rows[place - 1].chain if place else GENESIS))
        case "ledger_no":
            rows[place] = replace(
                rows[place], ledger_no=data.draw(st.integers(-3, 20).filter(lambda n: n != place + 1))
            )
        case "record":
            rows[place] = replace(rows[place], record=data.draw(st.dictionaries(st.text(max_size=3), plain)))
        case column:
            rows[place] = replace(rows[place], **{column: data.draw(st.text("0123456789abcdef", max_size=64))})

    assert verify_chain(rows, head).faults != []
