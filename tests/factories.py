"""Make what tests need, through the models or, where there is one, the real action.

Everything is written as the actor "tests", since the history refuses a write that names nobody.
"""

from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import count
from pathlib import Path
from secrets import token_hex

from surveys.actions.answers import Change, save_answers
from surveys.actions.comparing import check_texts, compare
from surveys.actions.keying import (
    begin_keying,
    begin_second_keying,
    finish_keying,
    finish_second_keying,
    save_again,
)
from surveys.actions.paper import Arrival, register_paper
from surveys.actions.returns import send_survey
from surveys.actions.submissions import Signatory, submit
from surveys.actions.withdrawals import recall
from surveys.models import (
    Appointment,
    LetterTemplate,
    MemberState,
    Questionnaire,
    Region,
    Return,
    Survey,
    User,
)
from surveys.models.history import acting_as
from surveys.questionnaire.keying import is_keyed_twice
from surveys.questionnaire.xlsform import read_xlsform
from surveys.rounds.letters import read_letters

DATA = Path(__file__).resolve().parent.parent / "surveys" / "data"
SENT_ON = date(2003, 7, 15)
AT = datetime(2003, 10, 1, 9, 30, tzinfo=UTC)
MINIMUM = {
    "respondent_ministry": "Ministry of Labour",
    "focal_point_name": "A. Person",
    "data_reference_year": 2002,
    "country_roles": ["origin"],
    "c097_ratified": "no",
    "c143_ratified": "no",
}
SIGNATORY = Signatory(name="A. Minister", title="Minister of Labour", authority="By order of the Government")
numbers = count(1)


@lru_cache
def real_questionnaire():
    """The XLSForm of the round as bytes and as a definition; read once per run."""
    content = (DATA / "ilms2003.xlsx").read_bytes()
    files = {"ilms2003-states.csv": (DATA / "ilms2003-states.csv").read_bytes()}
    return content, read_xlsform(content, files)


def make_user(email=None, *, groups=(), password="correct horse battery", **fields):
    """A person; `groups` are Office roles."""
    with acting_as("tests"):
        user = User.objects.create_user(email or f"person{next(numbers)}@example.org", password, **fields)
        for name in groups:
            user.groups.add(user.groups.model.objects.get_or_create(name=name)[0])
    return user


def make_state(iso3="FRA", iso2=None, *, region="europe_central_asia", member_from=date(1919, 6, 28), **fields):
    """A member State in a region."""
    with acting_as("tests"):
        area, _made = Region.objects.get_or_create(
            code=region, defaults={"names": {"en": region}, "order": next(numbers)}
        )
        names = fields.pop("names", {"en": f"State {iso3}", "ar": f"دولة {iso3}"})
        return MemberState.objects.create(
            iso3=iso3,
            iso2=iso2 or iso3[:2],
            names=names,
            region=area,
            member_from=member_from,
            correspondence_language=fields.pop("correspondence_language", "en"),
            **fields,
        )


def make_survey(slug="ilms2003", **fields):
    """The survey with a published questionnaire and texts for its letters."""
    values = {
        "titles": {"en": "Labour Migration Survey", "ar": "استقصاء"},
        "languages": ["en", "fr", "es", "ar", "zh", "de", "ru"],
        "dispatched_on": SENT_ON,
        "reply_by": date(2003, 10, 31),
        "sender": "The Director",
        "office_email": "survey@example.org",
    }
    content, definition = real_questionnaire()
    with acting_as("tests"):
        survey = Survey.objects.create(slug=slug, **{**values, **fields})
        Questionnaire.objects.create(
            survey=survey,
            version=definition.version,
            file_name="ilms2003.xlsx",
            source=content,
            parsed=definition.to_json(),
            published_at=AT,
        )
        make_letter_templates()
    return survey


@lru_cache(maxsize=1)
def variables_of_kinds():
    """The variables of every kind of letter, as the round says."""
    letters, _faults = read_letters(DATA, ["en"])
    return {letter.kind: letter.variables for letter in letters}


def make_letter_templates(languages=("en", "ar", "fr")):
    """A short text for every kind of letter, with exactly its variables."""
    LetterTemplate.objects.bulk_create(
        [
            LetterTemplate(
                kind=kind,
                language=language,
                direction="rtl" if language == "ar" else "ltr",
                subject=f"{kind} {{{{ survey_title }}}}" if "survey_title" in variables else kind,
                body="\n".join(f"{{{{ {name} }}}}" for name in variables),
                variables=variables,
            )
            for kind, variables in variables_of_kinds().items()
            for language in languages
        ],
        ignore_conflicts=True,
    )


def make_return(survey=None, state=None, *, staff=None, on=SENT_ON) -> Return:
    """A return, sent through the real action."""
    survey = survey or Survey.objects.first() or make_survey()
    state = state or MemberState.objects.first() or make_state()
    staff = staff or User.objects.filter(groups__name="office_staff").first() or make_user(groups=["office_staff"])
    with acting_as("tests"):
        questionnaire = survey.questionnaires.get()
        return send_survey(survey=survey, questionnaire=questionnaire, member_states=[state], by=staff, on=on, at=AT)[
            0
        ]


def appoint(user, state, role="focal_point", *, sections=(), valid_from=date(2003, 7, 1), valid_until=None):
    """An appointment of the person for the State."""
    with acting_as("tests"):
        return Appointment.objects.create(
            user=user,
            member_state=state,
            role=role,
            sections=list(sections),
            valid_from=valid_from,
            valid_until=valid_until,
        )


def make_focal_point(state, email=None, **fields):
    """A person of the government who owns the State's return."""
    user = make_user(email, **fields)
    appoint(user, state)
    return user


def answer(survey_return, user, values=MINIMUM, *, on=date(2003, 10, 1), at=AT):
    """Save draft answers through the real action, seeing the newest revisions."""
    seen = dict(survey_return.answers.values_list("path", "revision"))
    changes = [Change(path=path, value=value, seen=seen.get(path, 0)) for path, value in values.items()]
    with acting_as("tests"):
        return save_answers(survey_return=survey_return, user=user, key=token_hex(16), changes=changes, on=on, at=at)


def make_submission(survey_return, user=None, values=MINIMUM, *, received_on=date(2003, 10, 1), at=AT, **options):
    """Answer, sign and submit through the real actions; an amendment with a reason."""
    user = user or make_focal_point(survey_return.member_state)
    answer(survey_return, user, values, on=received_on, at=at)
    if survey_return.submissions.in_effect().exists():
        options.setdefault("reason", "Newer figures.")
    with acting_as("tests"):
        return submit(
            survey_return=survey_return,
            user=user,
            key=token_hex(16),
            signatory=SIGNATORY,
            received_on=received_on,
            at=at,
            **options,
        )


def make_paper(survey_return, staff=None, *, received_on=date(2003, 11, 3), channel="fax", language="en", at=AT):
    """Register a paper reply through the real action."""
    staff = staff or make_user(groups=["office_staff"])
    arrival = Arrival(counts="geneva", channel=channel, language=language, in_geneva_on=received_on)
    with acting_as("tests"):
        return register_paper(survey_return=survey_return, arrival=arrival, by=staff, key=token_hex(16), at=at)


def take_back(submission, user=None, *, on=date(2003, 10, 5), at=AT, **options):
    """Take the submission back through the real action."""
    user = user or submission.recorded_by
    with acting_as("tests"):
        return recall(
            survey_return=submission.survey_return,
            number=submission.number,
            user=user,
            key=token_hex(16),
            on=on,
            at=at,
            **options,
        )


def key_first(paper, staff, values=MINIMUM, *, on=date(2003, 12, 1)):
    """Key the reply in, the first of two times; returns the return as it then is."""
    with acting_as("tests"):
        survey_return = begin_keying(paper=paper, by=staff, on=on)
    answer(survey_return, staff, values, on=on)
    with acting_as("tests"):
        finish_keying(paper=paper, by=staff, on=on)
    survey_return.refresh_from_db()
    return survey_return


def key_second(paper, colleague, values=MINIMUM, *, on=date(2003, 12, 2), at=AT):
    """Key the codes and figures of these values in again and finish; `paper` is as it then is."""
    questions = real_questionnaire()[1].questions
    twice = {path: value for path, value in values.items() if is_keyed_twice(questions[path])}
    with acting_as("tests"):
        begin_second_keying(paper=paper, by=colleague, on=on)
        changes = [Change(path=path, value=value, seen=0) for path, value in twice.items()]
        save_again(paper=paper, by=colleague, key=token_hex(16), changes=changes, at=at)
        finish_second_keying(paper=paper, by=colleague, on=on)
    paper.refresh_from_db()


def check_all_texts(paper, colleague, *, at=AT):
    """Every text agrees with the paper."""
    texts = {place.name: place.first for place in compare(paper) if place.state == "unchecked"}
    with acting_as("tests"):
        check_texts(paper=paper, by=colleague, key=token_hex(16), texts=texts, at=at)


def agree_on(paper, colleague, *, on=date(2003, 12, 2), at=AT):
    """Finish the first keying; the colleague reads the same on the paper, figure by figure and text by text."""
    with acting_as("tests"):
        finish_keying(paper=paper, by=paper.keyed_by, on=on)
        begin_second_keying(paper=paper, by=colleague, on=on)
        twice = [place for place in compare(paper) if is_keyed_twice(place.question) and not place.part]
        changes = [Change(path=place.name, value=place.first, seen=0) for place in twice]
        save_again(paper=paper, by=colleague, key=token_hex(16), changes=changes, at=at)
        finish_second_keying(paper=paper, by=colleague, on=on)
    paper.refresh_from_db()
    check_all_texts(paper, colleague)


def key_twice(paper, staff, values=MINIMUM, *, colleague=None, on=date(2003, 12, 1)):
    """Key the reply in by two people who agree, so that it can be submitted; returns the return."""
    colleague = colleague or make_user(groups=["office_staff"])
    survey_return = key_first(paper, staff, values, on=on)
    key_second(paper, colleague, values, on=on)
    check_all_texts(paper, colleague)
    return Return.objects.get(pk=survey_return.pk)
