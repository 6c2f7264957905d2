"""Canonical values survive form → store → submission → form, in seven scripts."""

from datetime import date
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ilc_migration.demonstration.answers import invent
from surveys.actions.attachments import store
from surveys.actions.returns import begin_amendment
from surveys.models.history import acting_as
from surveys.models.surveys import evaluator_for
from surveys.questionnaire.answers import path_of, unfolded
from surveys.questionnaire.definition import Question, Repeat, walk
from surveys.questionnaire.validation import as_typed, clean
from tests import people
from tests.factories import AT, SIGNATORY, answer, make_return, make_state, make_survey
from tests.surveys.views.pages import address, form_of, sign

SCRIPTS = {
    "en": "abcdefghijklmnopqrstuvwxyz'\"&<>",
    "fr": "éèêëàâçîïôœùûÿ«»\u00a0’",
    "es": "áéíóúüñ¿¡ºª",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي\u0651\u064e\u200f،؟٠١٢",
    "zh": "国际劳工组织成员答复移民工人调查。，：（）",
    "de": "äöüßÄÖÜ„“–",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё№",
}
ROLES = {"country_roles": ["origin", "transit", "destination"]}
DAY = date(2003, 10, 1)


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(client, survey_return):
    amina = people.amina(survey_return.member_state)
    client.force_login(amina)
    return amina


def generated(survey_return, user, language, rng, pool):
    """Answers to everything that can be asked, fitting the questionnaire's rules; texts from the pool."""
    evaluator = evaluator_for(survey_return.questionnaire_id)
    values = dict(ROLES)
    for _round in range(3):
        values = {**invent(evaluator, language=language, rng=rng, day=DAY), **values}
    upload = SimpleUploadedFile("law.txt", f"law {language}".encode())
    with acting_as(user):
        file = store(survey_return=survey_return, upload=upload, purpose="answer", by=user, at=AT)
    evaluation = evaluator.evaluate(values, DAY)
    for path, question in evaluation.asked.items():
        if question.type == "text" and not question.constraint:
            values[path] = rng.choice(pool)
        elif question.type == "file":
            values[path] = file.sha256
    broken = {violation.path for violation in evaluator.evaluate(values, DAY).violations}
    rows = {violation.partition("/")[0] for violation in broken if "[" in violation}
    kept = {path: value for path, value in values.items() if path not in broken}
    kept = {path: value for path, value in kept.items() if path.partition("/")[0] not in rows}
    for repeat in evaluator.definition.repeats:
        kept[repeat] = [row for row in kept.get(repeat, []) if f"{repeat}[{row}]" not in rows]
    return kept


def typed(section, values, page):
    """The page's form with these answers typed into it, as a browser would send them."""
    data = form_of(page)
    for node in walk(section.children):
        if isinstance(node, Repeat) or not isinstance(node, Question):
            continue
        for path in {path_of(node, row) for row in values.get(node.repeat, [])} if node.repeat else {node.name}:
            if path not in values or f"seen:{path}" not in data:
                continue
            value = values[path]
            if isinstance(value, dict):
                data[f"absence:{path}"] = [value["missing"]]
            else:
                data[f"value:{path}"] = value if isinstance(value, list) else [as_typed(node, value)]
    return {name: value for name, value in data.items() if not name.startswith(("file:", "remove:"))}


def fill(client, survey_return, values):
    """Type everything into the pages, section by section; three times, since answers open further questions."""
    definition = evaluator_for(survey_return.questionnaire_id).definition
    for section in definition.sections:
        for _time in range(3):
            where = address("section", survey_return, section.name)
            data = typed(section, values, client.get(where)) | {"confirmed": ""}
            response = client.post(where, data)
            assert response.status_code in (302, 303), (section.name, response.content.decode()[:4000])


def given(values):
    return {path: value for path, value in values.items() if value not in (None, [])}


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("seed", range(2))
def test_values_survive(client, survey_return, amina, language, seed, pools):
    values = generated(survey_return, amina, language, Random(f"{language} {seed}"), pools[language])
    evaluator = evaluator_for(survey_return.questionnaire_id)
    asked_for = evaluator.evaluate(values, DAY)
    repeats = [name for name, repeat in evaluator.definition.repeats.items() if asked_for.relevant(repeat, "")]
    answer(survey_return, amina, {**ROLES, **{repeat: values[repeat] for repeat in repeats if values[repeat]}})
    fill(client, survey_return, values)

    evaluation = evaluator_for(survey_return.questionnaire_id).evaluate(survey_return.answers.values_by_path(), DAY)
    asked = {path: value for path, value in given(values).items() if path in evaluation.asked or path in repeats}
    stored = survey_return.answers.values_by_path()
    assert given(stored) == asked
    assert len(asked) > 120

    _data, response = sign(client, survey_return, **{f"signatory_{name}": text for name, text in SIGNED.items()})
    assert response.status_code in (302, 303)
    submission = survey_return.submissions.get()
    assert {path: value for path, value in unfolded(submission.answers).items() if value != []} == asked

    with acting_as(amina):
        begin_amendment(survey_return=survey_return, user=amina, on=DAY)
    for section in evaluation.definition.sections:
        page = client.get(address("section", survey_return, section.name))
        again = {name: value for name, value in form_of(page).items() if not name.startswith(("file:", "remove:"))}
        client.post(address("section", survey_return, section.name), again)
    assert survey_return.answers.values_by_path() == stored


SIGNED = {"name": SIGNATORY.name, "title": SIGNATORY.title, "authority": SIGNATORY.authority}


@pytest.fixture(scope="module")
def pools():
    """Texts of every script."""
    rng = Random(7)
    return {language: [text_of(letters, rng) for _number in range(40)] for language, letters in SCRIPTS.items()}


def text_of(letters, rng):
    """A text of some words in a script, with Latin, digits, line ends and a letter of another plane among them."""
    alphabet = f"{letters}{letters}  \n\t0🌍%_*`[](){{}}\\"
    return clean("".join(rng.choice(alphabet) for _letter in range(rng.randint(3, 200)))) or letters[0]
