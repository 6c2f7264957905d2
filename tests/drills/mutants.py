"""Faults that are planted, one at a time, in what figures, the ledger and permissions rest on.

Each names a place by a text that stands in the file once, what is put there instead, and the tests that have to find
it. When the code changes so that a text is gone, the drill says so.
"""

from dataclasses import dataclass

TALLY, COUNTS, TABLES = "reports/summary/tally.py", "reports/summary/counts.py", "reports/summary/tables.py"
HIDING, TREATMENTS = "reports/summary/hiding.py", "reports/summary/treatments.py"
COMPARE = "reports/summary/compare.py"
LEDGER, AS_OF = "surveys/ledger.py", "surveys/querysets/ledger.py"
MAY, MAY_REPORT = "surveys/permissions.py", "reports/permissions.py"
OF_SUMMARY = "tests/reports/summary"
OF_LEDGER, OF_ROUND = "tests/surveys/test_ledger.py", "tests/surveys/test_standing.py"
VIEWS = "tests/surveys/views"


@dataclass(frozen=True)
class Mutant:
    """`there` in the file becomes `instead`; `tests` find it."""

    file: str
    there: str
    instead: str
    tests: str


MUTANTS = (
    # Counting
    Mutant(TALLY, "self.rows.update(other.rows)", "self.rows.update({})", OF_SUMMARY),
    Mutant(TALLY, "tally.returns[region] += len(batch)", "tally.returns[region] = len(batch)", OF_SUMMARY),
    Mutant(TALLY, "names if names.isdisjoint(document) else names - document.keys()", "names", OF_SUMMARY),
    Mutant(
        TALLY,
        'OpenAnswer("", "", value, language, UNNAMED)',
        "OpenAnswer(owner.state, row_id, value, language, UNNAMED)",
        OF_SUMMARY,
    ),
    Mutant(
        TALLY, "result.not_asked += skipped[question.name]", "result.not_asked = skipped[question.name]", OF_SUMMARY
    ),
    Mutant(COUNTS, "self.not_asked += other.not_asked", "self.not_asked = other.not_asked", OF_SUMMARY),
    Mutant(COUNTS, "self.absences.update(other.absences)", "self.absences |= other.absences", OF_SUMMARY),
    Mutant(
        COUNTS,
        "(result.choices if code in listed else result.unmapped)[code] += times",
        "result.choices[code] += times",
        OF_SUMMARY,
    ),
    Mutant(
        COUNTS,
        "return sorted([*self.integers, *map(Decimal, self.decimals)])",
        "return [*self.integers, *map(Decimal, self.decimals)]",
        OF_SUMMARY,
    ),
    Mutant(TABLES, "- found.not_asked - found.set_aside -", "- found.not_asked -", OF_SUMMARY),
    Mutant(TABLES, "ordered[(len(ordered) - 1) // 2]", "ordered[len(ordered) // 2]", OF_SUMMARY),
    Mutant(TABLES, "map(OpenAnswer._make, sorted(total.texts))", "map(OpenAnswer._make, total.texts)", OF_SUMMARY),
    Mutant(HIDING, "states < FEW", "states <= FEW", OF_SUMMARY),
    Mutant(HIDING, "while hidden and others and", "while not hidden and others and", OF_SUMMARY),
    Mutant(
        TREATMENTS,
        "treatment.code if code == OTHER else code for code in value",
        "treatment.code for code in value",
        OF_SUMMARY,
    ),
    Mutant(COMPARE, "*(address for address in before if address not in after)", "", OF_SUMMARY),
    # As of a day, and the ledger
    Mutant(AS_OF, "in_effect().filter(received_on__lte=on)", "in_effect().filter(received_on__lt=on)", OF_ROUND),
    Mutant(
        AS_OF,
        'order_by("member_state_id", "-received_on", "-ledger_no")',
        'order_by("member_state_id", "-ledger_no")',
        "tests/surveys/actions/test_submissions.py",
    ),
    Mutant(
        AS_OF,
        'self.filter(kind__in=["correction", "withdrawal"])',
        'self.filter(kind__in=["withdrawal"])',
        "tests/surveys/actions/test_submissions.py",
    ),
    Mutant(
        AS_OF,
        "known.filter(ledger_no__lte=upto)",
        "known.filter(ledger_no__lt=upto)",
        "tests/surveys/test_standing.py",
    ),
    Mutant(
        AS_OF, "if upto is None else Q(void__ledger_no__lte=upto)", "", "tests/surveys/actions/test_paper_void.py"
    ),
    Mutant(LEDGER, 'f"{previous} {ledger_no} {entry_digest}"', 'f"{previous} {entry_digest}"', OF_LEDGER),
    Mutant(LEDGER, "sort_keys=True", "sort_keys=False", OF_LEDGER),
    Mutant(LEDGER, "if public_keys[name] != public_key:", "if not public_keys[name]:", OF_LEDGER),
    # Permissions
    Mutant(MAY, "paper.keyed_by_id == user.pk", "paper.keyed_by_id is not None", f"{VIEWS}/test_keying_twice.py"),
    Mutant(MAY, "[name for name in sections if name in given]", "list(sections)", "tests/test_access_matrix.py"),
    Mutant(
        MAY,
        "is_focal_point and survey_return.submissions.filter(paper__isnull=False).exists()",
        "is_focal_point",
        f"{VIEWS}/test_attachments.py",
    ),
    Mutant(
        AS_OF,
        'self.exclude(pk__in=self.model.objects.taken_back().values("pk"))',
        "self",
        "tests/surveys/actions/test_withdrawals.py",
    ),
    Mutant(MAY_REPORT, "and treatment.proposed_by_id != user.pk", "", "tests/reports/test_treatments.py"),
    Mutant(
        MAY_REPORT,
        "RULES[step].by != Actor.SECOND or is_second(user, summary)",
        "True",
        "tests/reports/actions/test_editions.py",
    ),
)
