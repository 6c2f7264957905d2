import json

import pytest
from django.core.management import CommandError, call_command

from surveys import ledger
from tests.factories import make_return, make_submission


@pytest.fixture
def receipt(db):
    return make_submission(make_return()).receipt.document


def verify(tmp_path, text, *options):
    file = tmp_path / "receipt.json"
    file.write_text(text)
    call_command("verify_receipt", str(file), *options)


def test_a_receipt_as_given_is_true(receipt, tmp_path, capsys):
    verify(tmp_path, json.dumps(receipt))
    verify(tmp_path, json.dumps(receipt, indent=4), "--json")

    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{tmp_path / 'receipt.json'}: true"
    assert json.loads(second) == {"true": True, "problems": []}


def test_asks_no_database(receipt, tmp_path, django_assert_num_queries):
    with django_assert_num_queries(0):
        verify(tmp_path, json.dumps(receipt))


def other_key(receipt):
    facts = {
        key: value for key, value in receipt.items() if key not in {"signature", "key_id", "public_key", "format"}
    }
    return ledger.sign(facts, ledger.load_key(ledger.new_key()))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda receipt: receipt | {"received_on": "2003-09-30"}, "changed"),
        (lambda receipt: receipt | {"extra": 1}, "changed"),
        (lambda receipt: receipt | {"signature": "x"}, "not_signed"),
        (lambda receipt: {key: value for key, value in receipt.items() if key != "signature"}, "incomplete"),
        (other_key, "unknown_key"),
    ],
)
def test_says_what_is_wrong(receipt, tmp_path, capsys, change, problem):
    with pytest.raises(CommandError) as refusal:
        verify(tmp_path, json.dumps(change(receipt)), "--json")

    assert json.loads(capsys.readouterr().out) == {"true": False, "problems": [problem]}
    assert refusal.value.returncode == 1


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"a": 1, "a": 1}', "[" * 100_000])
def test_a_file_that_is_no_receipt_is_refused(tmp_path, capsys, text):
    with pytest.raises(CommandError, match="This is not a receipt"):
        verify(tmp_path, text, "--json")

    assert json.loads(capsys.readouterr().out) == {"true": False, "problems": ["unreadable"]}


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("verify_receipt", str(tmp_path / "nothing.json"))
