"""Write letters from their templates; the worker delivers them (surveys.actions.delivery)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.template import Context, Engine

from surveys.models import Job, Letter, LetterTemplate, Return

DELIVER = "surveys.deliver_letter"
PLAIN_TEXT = Engine(autoescape=False)


def render(template: LetterTemplate, variables: Mapping[str, str]) -> tuple[str, str]:
    """Subject and text of a letter; the variables are finished texts in its language (data/letters/README.md)."""
    context = Context(dict(variables), autoescape=False)
    subject = PLAIN_TEXT.from_string(template.subject).render(context)
    return " ".join(subject.split()), PLAIN_TEXT.from_string(template.body).render(context)


def write_letter(
    *,
    survey_return: Return | None,
    kind: str,
    occasion: str,
    language: str,
    addressees: Sequence[str],
    variables: Mapping[str, str],
    at: datetime,
    hold: bool,
) -> Letter:
    """Write the letter in the caller's transaction, due for delivery or held for a person.

    `occasion` makes it unique among the letters of this kind to this return; a letter about an account belongs to
    no return. Raises IntegrityError for a letter
    that was written before, LetterTemplate.DoesNotExist for a kind or language that the round does not have.
    """
    template = LetterTemplate.objects.get(kind=kind, language=language)
    subject, body = render(template, variables)
    job = None if hold or not addressees else Job.objects.create(task=DELIVER, due_at=at)
    return Letter.objects.create(
        survey_return=survey_return,
        kind=kind,
        occasion=occasion,
        language=language,
        addressees=list(addressees),
        subject=subject,
        body=body,
        state=Letter.State.HELD if job is None else Letter.State.DUE,
        job=job,
    )


def write_account_letter(
    *, occasion: str, language: str, addressee: str, subject: str, body: str, at: datetime
) -> Letter:
    """Write a letter about somebody's account in the caller's transaction, due for delivery."""
    return Letter.objects.create(
        kind="account",
        occasion=occasion,
        language=language,
        addressees=[addressee],
        subject=" ".join(subject.split()),
        body=body,
        state=Letter.State.DUE,
        job=Job.objects.create(task=DELIVER, due_at=at),
    )
