"""A round of any size in the test database: real questionnaire, invented answers, a ledger that verifies."""

from datetime import date
from itertools import islice, product
from random import Random
from string import ascii_uppercase

from ilc_migration.demonstration.answers import invent
from surveys import ledger
from surveys.models import MemberState, Region, Return, Submission
from surveys.models.history import acting_as
from surveys.models.surveys import evaluator_for
from tests.factories import AT, make_survey, make_user

REGIONS = ("africa", "americas", "arab_states", "asia_pacific", "europe_central_asia")
LANGUAGES = ("en", "fr", "es", "ar", "zh", "de", "ru")
DAY = date(2003, 10, 1)
DISTINCT = 100
# There are not enough two-letter codes in the alphabet for ten thousand States.
LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 101)]


def make_round(size):
    """A survey with so many States that have all replied."""
    survey, user = make_survey(f"bench{size}"), make_user()
    states = make_states(size)
    questionnaire = survey.questionnaires.get()
    with acting_as("bench"):
        returns = Return.objects.bulk_create(
            Return(survey=survey, member_state=state, questionnaire=questionnaire, status="submitted")
            for state in states
        )
        Submission.objects.bulk_create(entries(survey, returns, user), batch_size=500)
    return survey


def make_states(size):
    """So many States, in the five regions by turns."""
    with acting_as("bench"):
        regions = [
            Region.objects.get_or_create(code=code, defaults={"names": {"en": code}, "order": order})[0]
            for order, code in enumerate(REGIONS)
        ]
        already = MemberState.objects.count()
        missing = islice(product(LETTERS, repeat=2), already, size)
        codes = islice(product(ascii_uppercase, repeat=3), already, size)
        MemberState.objects.bulk_create(
            MemberState(
                iso2=f"{first}{second}",
                iso3="".join(code),
                names={"en": f"State {first}{second}"},
                region=regions[number % len(regions)],
                correspondence_language=LANGUAGES[number % len(LANGUAGES)],
                member_from=date(1919, 6, 28),
            )
            for number, ((first, second), code) in enumerate(zip(missing, codes, strict=True))
        )
    return list(MemberState.objects.order_by("pk")[:size])


def documents(survey):
    """Some distinct documents as submitting freezes them: language, answers, languages of texts, permitted uses."""
    evaluator = evaluator_for(survey.questionnaires.get().pk)
    questions = evaluator.definition.questions
    found = []
    for number in range(DISTINCT):
        language = LANGUAGES[number % len(LANGUAGES)]
        values = invent(evaluator, language=language, rng=Random(f"bench-{number}"), day=DAY)
        answers = evaluator.document(values, DAY)
        texts = {path: language for path in answers if path in questions and questions[path].type == "text"}
        found.append((language, answers, texts, {path: "named" for path in answers if path in questions}))
    return found


def entries(survey, returns, user):
    """Submissions for these returns, one link of the chain after the other."""
    made = documents(survey)
    return chained(
        submission(survey, survey_return, made[number % len(made)], user)
        for number, survey_return in enumerate(returns, start=1)
    )


def submission(survey, survey_return, document, user):
    """A submission of this document that is not in the ledger yet."""
    language, answers, languages, attributions = document
    return Submission(
        survey=survey,
        survey_return=survey_return,
        member_state_id=survey_return.member_state_id,
        questionnaire_id=survey_return.questionnaire_id,
        received_on=DAY,
        recorded_at=AT,
        channel="portal",
        language=language,
        number=1,
        kind="original",
        answers=answers,
        languages=languages,
        attributions=attributions,
        signatory_name="Invented",
        signatory_title="Minister",
        signatory_authority="Government",
        recorded_by=user,
    )


def chained(submissions):
    """These submissions as entries of the ledger, one link of the chain after the other."""
    chain = ledger.GENESIS
    for number, entry in enumerate(submissions, start=1):
        entry.ledger_no = number
        entry.digest = ledger.digest(entry.ledger_record())
        entry.chain = chain = ledger.chain(chain, number, entry.digest)
        yield entry
