"""A round of any size in which one half answered the first version of the questionnaire and one half the second."""

from random import Random

from ilc_migration.demonstration.answers import invent
from surveys.models import Questionnaire, Return, Submission
from surveys.models.history import acting_as
from surveys.models.surveys import evaluator_for
from surveys.questionnaire.xlsform import read_xlsform
from tests.bench.rounds import DAY, LANGUAGES, chained, make_states, submission
from tests.factories import AT, DATA, make_survey, make_user

DISTINCT = 24
LONG = "Полный текст 全文 " * 7_000
MINISTRIES = ["=1+1", "-5", "007", "'quoted", "[not_asked]", 'a, "b";\nc', LONG, "وزارة العمل."]
# What no version takes, by question: listed apart, and the return stays.
STRANGE = {
    "data_reference_year": "two thousand",
    "country_roles": ["origin", "moon"],
    "c097_ratified": "perhaps",
    "no_such_question": {"a": 1},
}


def make_second_version(survey):
    """The second version of the round's questionnaire, published."""
    content = (DATA / "ilms2003-v2.xlsx").read_bytes()
    definition = read_xlsform(content, {"ilms2003-states.csv": (DATA / "ilms2003-states.csv").read_bytes()})
    with acting_as("tests"):
        return Questionnaire.objects.create(
            survey=survey,
            version=definition.version,
            file_name="ilms2003-v2.xlsx",
            source=content,
            parsed=definition.to_json(),
            published_at=AT.replace(month=11),
        )


def invented(questionnaire):
    """Some distinct documents of a version, each with a ministry that is hard to write."""
    evaluator = evaluator_for(questionnaire.pk)
    found = []
    for number in range(DISTINCT):
        language = LANGUAGES[number % len(LANGUAGES)]
        rng = Random(f"{questionnaire.version}-{number}")
        values = invent(evaluator, language=language, rng=rng, day=DAY)
        values["respondent_ministry"] = MINISTRIES[number % len(MINISTRIES)]
        found.append(evaluator.document(values, DAY))
    found[-1] |= STRANGE
    return found


def make_round_of_two_versions(size):
    """The survey with so many States, every fifth of which has not replied."""
    survey, user = make_survey("twoversions"), make_user()
    questionnaires = [survey.questionnaires.get(), make_second_version(survey)]
    documents = [invented(questionnaire) for questionnaire in questionnaires]
    with acting_as("tests"):
        returns = Return.objects.bulk_create(
            Return(survey=survey, member_state=state, questionnaire=questionnaires[number % 2])
            for number, state in enumerate(make_states(size))
        )
        replied = [(number, own) for number, own in enumerate(returns) if number % 5 != 4]
        Submission.objects.bulk_create(
            chained(
                entry(survey, own, documents[number % 2][number // 2 % DISTINCT], user) for number, own in replied
            ),
            batch_size=200,
        )
    return survey


def entry(survey, survey_return, answers, user):
    """A submission whose first text has a remark, and may not be quoted with the State's name."""
    uses = {"respondent_ministry": "unnamed", "data_reference_year": "named"}
    found = submission(survey, survey_return, ("en", answers, {}, uses), user)
    found.remarks = {"respondent_ministry": {"comment": "A remark.", "source": "Census", "year": 2002}}
    return found
