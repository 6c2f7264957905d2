import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from surveys import ledger
from surveys.models import PaperReturn, Receipt, Submission
from surveys.models.paper import AFTER_REGISTRATION
from tests.factories import (
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db

SUBMISSION, PAPER, RECEIPT = (model._meta.db_table for model in (Submission, PaperReturn, Receipt))
OTHER_VALUE = {
    "CharField": "'x' || substr({0}, 2)",
    "TextField": "'x' || {0}",
    "DateField": "coalesce({0}, date '2003-09-09') - 1",
    "DateTimeField": "{0} + interval '1 second'",
    "JSONField": """'{{"other": 1.5}}'""",
}
NUMBER = "coalesce({0}, 0) + 1000"


def columns(model):
    """Each column of the table, with SQL for another value in it."""
    fields = [
        (field.column, OTHER_VALUE.get(field.get_internal_type(), NUMBER)) for field in model._meta.concrete_fields
    ]
    return [pytest.param(column, value.format(column), id=column) for column, value in fields]


@pytest.fixture
def world():
    """A ledger of four entries: a submission, a registration, two submissions."""
    survey = make_survey()
    staff = make_user(groups=["office_staff"])
    returns = [make_return(survey, make_state(iso3), staff=staff) for iso3 in ("AAA", "BBB", "CCC", "DDD")]
    first = make_submission(returns[0], make_focal_point(returns[0].member_state))
    paper = make_paper(returns[1], staff, received_on=date(2003, 11, 3))
    third, last = (make_submission(survey_return) for survey_return in returns[2:])
    return {"survey": survey, "first": first, "paper": paper, "third": third, "last": last}


def tamper(*statements):
    """Do what only the owner of the tables can: write with triggers off and without checks and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in (SUBMISSION, PAPER, RECEIPT):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                "SELECT conrelid::regclass, conname FROM pg_constraint"
                " WHERE contype IN ('c', 'f') AND %s::regclass IN (conrelid, confrelid)",
                [table],
            )
            for where, name in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {where} DROP CONSTRAINT "{name}"')
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount >= 1, statement


def verify(capsys, *options):
    """The faults of the survey's ledger, as the command names them, and the command's refusal."""
    refusal = None
    capsys.readouterr()
    try:
        call_command("verify_ledger", "--survey", "ilms2003", "--json", *options)
    except CommandError as error:
        refusal = error
    document = json.loads(capsys.readouterr().out)
    assert document["ok"] is (refusal is None)
    result = document["surveys"][0]
    faults = [(fault["code"], fault["ledger_no"], fault["table"], fault["pk"]) for fault in result["faults"]]
    return faults, refusal, result


def head_file(tmp_path, capsys):
    """The head of the ledger in a file, as the command prints it."""
    capsys.readouterr()
    call_command("ledger_head", "--survey", "ilms2003")
    file = tmp_path / "head.json"
    file.write_text(capsys.readouterr().out)
    return file


def test_a_clean_ledger_passes(world, capsys):
    faults, refusal, result = verify(capsys)

    assert (faults, refusal) == ([], None)
    assert (result["survey"], result["entries"], result["end_anchored"]) == ("ilms2003", 4, False)
    assert result["last_chain"] == world["last"].chain


def test_a_clean_ledger_passes_with_its_head_also_when_it_has_grown(world, capsys, tmp_path):
    file = head_file(tmp_path, capsys)
    make_paper(make_return(world["survey"], make_state("EEE")))

    faults, refusal, result = verify(capsys, "--head", str(file))

    assert (faults, refusal, result["entries"], result["end_anchored"]) == ([], None, 5, True)


@pytest.mark.parametrize(("column", "value"), columns(Submission))
def test_finds_each_column_of_a_submission(world, capsys, column, value):
    third = world["third"]
    tamper(f"UPDATE {SUBMISSION} SET {column} = {value} WHERE id = {third.pk}")

    faults, refusal, _result = verify(capsys)

    pk = third.pk + 1000 if column == "id" else third.pk
    # A row that now belongs to another survey is missing here: the one after it is named.
    named = ("gap", 4, "submission", world["last"].pk) if column == "survey_id" else None
    assert named in faults if named else pk in [fault[3] for fault in faults]
    assert refusal.returncode == 1
    assert str(refusal).startswith("ilms2003: entry ")


@pytest.mark.parametrize(("column", "value"), columns(PaperReturn))
def test_finds_each_column_of_a_registration(world, capsys, column, value):
    paper = world["paper"]
    tamper(f"UPDATE {PAPER} SET {column} = {value} WHERE id = {paper.pk}")

    faults, _refusal, _result = verify(capsys)

    pk = paper.pk + 1000 if column == "id" else paper.pk
    found = ("registration", pk) in [fault[2:] for fault in faults]
    if column == "survey_id":
        assert faults[0] == ("gap", 3, "submission", world["third"].pk)
    else:
        # Whether and by whom the reply was keyed in changes after its registration: it is not part of it.
        assert found is (column.removesuffix("_id") not in AFTER_REGISTRATION)


def test_names_the_first_row_that_is_wrong(world, capsys):
    tamper(f"UPDATE {SUBMISSION} SET signatory_name = 'Other' WHERE id IN ({world['first'].pk}, {world['third'].pk})")

    faults, refusal, _result = verify(capsys)

    assert faults == [
        ("changed", 1, "submission", world["first"].pk),
        ("changed", 3, "submission", world["third"].pk),
    ]
    assert str(refusal) == f"ilms2003: entry 1 (submission {world['first'].pk}): the row is not what was entered."


def test_finds_a_row_deleted(world, capsys):
    tamper(f"DELETE FROM {PAPER} WHERE id = {world['paper'].pk}")

    faults, _refusal, _result = verify(capsys)

    assert faults[:2] == [
        ("gap", 3, "submission", world["third"].pk),
        ("chain", 3, "submission", world["third"].pk),
    ]


def test_finds_two_numbers_swapped(world, capsys):
    third, last = world["third"].pk, world["last"].pk
    tamper(
        f"UPDATE {SUBMISSION} SET ledger_no = 9 WHERE id = {third}",
        f"UPDATE {SUBMISSION} SET ledger_no = 3 WHERE id = {last}",
        f"UPDATE {SUBMISSION} SET ledger_no = 4 WHERE id = {third}",
    )

    faults, _refusal, _result = verify(capsys)

    assert {fault[3] for fault in faults} == {third, last}
    assert {fault[0] for fault in faults} == {"chain", "receipt"}


def forge(world):
    """Insert a copy of the last submission at the end, with digest and chain as they ought to be."""
    forged = Submission.objects.get(pk=world["last"].pk)
    forged.pk, forged.number, forged.ledger_no, forged.signatory_name = None, 2, 5, "Forger"
    forged.digest = ledger.digest(forged.ledger_record())
    forged.chain = ledger.chain(world["last"].chain, 5, forged.digest)
    forged.save(force_insert=True)
    return forged


def test_finds_a_forged_row_whose_chain_is_right(world, capsys):
    forged = forge(world)

    assert verify(capsys)[0] == [("receipt", 5, "submission", forged.pk)]


def test_finds_a_forged_row_whose_receipt_another_key_signed(world, capsys):
    forged = forge(world)
    facts = {"number": "F", "kind": "submission", "ledger_no": 5, "digest": forged.digest, "chain": forged.chain}
    document = ledger.sign(facts, ledger.load_key(ledger.new_key()))
    Receipt.objects.create(submission=forged, number="F", document=document, issued_at=forged.recorded_at)

    assert verify(capsys)[0] == [("receipt", 5, "submission", forged.pk)]


def test_finds_a_forged_row_in_the_middle(world, capsys):
    last = world["last"]
    tamper(f"UPDATE {SUBMISSION} SET ledger_no = 5 WHERE id = {last.pk}")
    forged = Submission.objects.get(pk=last.pk)
    forged.pk, forged.number, forged.ledger_no = None, 2, 4
    forged.save(force_insert=True)

    assert ("chain", 5, "submission", last.pk) in verify(capsys)[0]
    assert ("receipt", 4, "submission", forged.pk) in verify(capsys)[0]


def test_finds_a_receipt_changed(world, capsys):
    third = world["third"]
    tamper(
        f"UPDATE {RECEIPT} SET document = jsonb_set(document, '{{received_on}}', '\"2003-09-01\"')"
        f" WHERE submission_id = {third.pk}"
    )

    assert verify(capsys)[0] == [("receipt", 3, "submission", third.pk)]


def test_finds_a_receipt_deleted(world, capsys):
    tamper(f"DELETE FROM {RECEIPT} WHERE paper_id = {world['paper'].pk}")

    assert verify(capsys)[0] == [("receipt", 2, "registration", world["paper"].pk)]


def test_a_missing_last_row_is_found_with_a_head_only(world, capsys, tmp_path):
    file = head_file(tmp_path, capsys)
    tamper(
        f"DELETE FROM {RECEIPT} WHERE submission_id = {world['last'].pk}",
        f"DELETE FROM {SUBMISSION} WHERE id = {world['last'].pk}",
    )

    without, with_head = verify(capsys), verify(capsys, "--head", str(file))

    assert (without[0], without[2]["end_anchored"]) == ([], False)
    assert with_head[0] == [("end", 4, None, None)]
    assert str(with_head[1]) == (
        "ilms2003: entry 4: the ledger ends before the head that was kept, or its link there differs."
    )


def test_people_are_told_that_the_end_is_not_anchored(world, capsys):
    capsys.readouterr()
    call_command("verify_ledger")

    assert capsys.readouterr().out.splitlines() == [
        "ilms2003: 4 entries, nothing wrong",
        "  The end is not anchored: without --head, missing last entries go unnoticed.",
        "Whoever owns both the database and the signing key can write a ledger that verifies.",
    ]


def test_the_ledgers_of_two_surveys_are_apart(world, capsys):
    other = make_survey("other")
    make_submission(make_return(other, make_state("EEE")))

    capsys.readouterr()
    call_command("verify_ledger", "--json")

    surveys = json.loads(capsys.readouterr().out)["surveys"]
    assert [(survey["survey"], survey["entries"]) for survey in surveys] == [("ilms2003", 4), ("other", 1)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("no json", "is not a head as ledger_head prints it"),
        ("[]", "is not a head as ledger_head prints it"),
        ('{"survey": "ilms2003"}', "is not a head as ledger_head prints it"),
        ('{"survey": "ilms2003", "ledger_no": "4", "chain": ""}', "is not a head as ledger_head prints it"),
        ('{"survey": "other", "ledger_no": 1, "chain": ""}', "The head is of the survey 'other'"),
    ],
)
def test_a_head_that_is_none_is_refused(world, tmp_path, content, message):
    file = tmp_path / "head.json"
    file.write_text(content)

    with pytest.raises(CommandError, match=message):
        call_command("verify_ledger", "--head", str(file))


@pytest.mark.parametrize("command", ["verify_ledger", "ledger_head"])
def test_an_unknown_survey_is_refused(world, command):
    with pytest.raises(CommandError, match="There is no survey 'nothing'."):
        call_command(command, "--survey", "nothing")


def test_the_head_of_an_empty_ledger_is_its_beginning(capsys):
    make_survey()
    capsys.readouterr()
    call_command("ledger_head", "--survey", "ilms2003")

    assert json.loads(capsys.readouterr().out) == {"survey": "ilms2003", "ledger_no": 0, "chain": "0" * 64}
