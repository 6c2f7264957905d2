"""Write letters from their templates; the worker delivers them (surveys.actions.delivery)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings

from surveys import sealing
from surveys.emails.facts import OF_RETURN, Fact, stored, worded
from surveys.emails.letters import Rendered, one_line, render
from surveys.models import Job, Letter, LetterTemplate, Return

DELIVER = "surveys.deliver_letter"
PURPOSE = "letters that are to be sent"
BLANK = "[…]"


def write_letter(
    *,
    survey_return: Return | None,
    kind: str,
    occasion: str,
    language: str,
    addressees: Sequence[str],
    variables: Mapping[str, Fact],
    at: datetime,
    hold: bool,
    secret: str = "",
) -> Letter:
    """Write the letter in the caller's transaction, due for delivery or held for a person.

    `variables` are those of the kind: days as dates, `valid_until` as a datetime, `channel` as its code, the rest as
    finished text in the letter's language; the survey's title and the State of a letter on a return need not be
    given. `occasion` makes it unique among the letters of this kind to this return; a letter about an account
    belongs to no return, and neither its HTML nor its facts are kept. `secret` is what nobody but the addressee may
    read in it: a link that opens an account. Raises IntegrityError for a letter that was written before,
    LetterTemplate.DoesNotExist for a kind or language that the round does not have, WrongVariables.
    """
    facts = {name: fact for name, fact in stored(variables).items() if not survey_return or name not in OF_RETURN}
    rendered = rendered_letter(kind, language, facts, survey_return)
    job = None if hold or not addressees else Job.objects.create(task=DELIVER, due_at=at)
    return Letter.objects.create(
        survey_return=survey_return,
        kind=kind,
        occasion=occasion,
        language=language,
        addressees=list(addressees),
        subject=rendered.subject,
        **kept(rendered.text, secret),
        html=rendered.html if survey_return else "",
        facts=facts if survey_return else {},
        state=Letter.State.HELD if job is None else Letter.State.DUE,
        job=job,
        written_at=at,
    )


def rendered_letter(kind: str, language: str, facts: Mapping[str, str], survey_return: Return | None) -> Rendered:
    """The letter of this kind as these facts make it in `language`.

    Raises LetterTemplate.DoesNotExist, WrongVariables.
    """
    template = LetterTemplate.objects.get(kind=kind, language=language)
    values = worded(facts, language, survey_return)
    unused = OF_RETURN - set(template.variables) if survey_return else set()
    values = {name: value for name, value in values.items() if name not in unused}
    return render(template, values, reference=reference_of(kind, survey_return))


def reference_of(kind: str, survey_return: Return | None) -> str:
    """What the Office finds a letter by when somebody writes back: survey, State, kind; no word of any language."""
    if survey_return is None:
        return ""
    return f"{survey_return.survey.slug}/{survey_return.member_state.iso3}/{kind}"


def write_account_letter(
    *, occasion: str, language: str, addressee: str, subject: str, body: str, at: datetime, secret: str = ""
) -> Letter:
    """Write a letter about somebody's account in the caller's transaction, due for delivery; `secret` as above."""
    return Letter.objects.create(
        kind="account",
        occasion=occasion,
        language=language,
        addressees=[addressee],
        subject=one_line(subject),
        **kept(body, secret),
        state=Letter.State.DUE,
        job=Job.objects.create(task=DELIVER, due_at=at),
        written_at=at,
    )


def kept(body: str, secret: str) -> dict[str, str]:
    """What is stored of the text: whole, or with its secret blanked and the whole sealed until it is sent."""
    if not secret:
        return {"body": body}
    sealed = sealing.seal(body, purpose=PURPOSE, keys=settings.SEALING_KEYS)
    return {"body": body.replace(secret, BLANK), "sealed": sealed}


def text_to_send(letter: Letter) -> str:
    """The whole text of the letter. Raises sealing.Unreadable when the key that sealed it is gone."""
    if not letter.sealed:
        return letter.body
    return sealing.unseal(letter.sealed, purpose=PURPOSE, keys=settings.SEALING_KEYS)
