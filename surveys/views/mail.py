"""Mail that the portal wrote to files, for the Office to read; with a mail server there is none here."""

from itertools import islice
from pathlib import Path

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.emails.files import mail_files
from surveys.models import Letter
from surveys.permissions import may_handle_letters
from surveys.rendering import direction
from surveys.views.office import fetch_survey, frame

TO_FILES = "django.core.mail.backends.filebased.EmailBackend"
MOST = 50


@require_safe
def mail(request, slug):
    """The newest mails on the returns of a survey, each with its letter; those about accounts are nobody's here."""
    survey = fetch_survey(request, slug, may_handle_letters)
    to_files = settings.EMAIL_BACKEND == TO_FILES
    visible = Letter.objects.visible_to(request.user, on=request.today).of_survey(survey)
    found = list(islice(mails_with_letters(visible), MOST)) if to_files else []
    context = {**frame(survey), "to_files": to_files, "mails": found, "most": MOST}
    return render(request, "surveys/letters/mail.html", context)


def mails_with_letters(visible):
    """Mails whose letter is among the visible ones: mail, letter, direction of its language."""
    known = visible.defer("body", "html", "facts").in_bulk()
    for sent in mail_files(Path(settings.EMAIL_FILE_PATH)):
        if letter := known.get(sent.letter):
            yield {"mail": sent, "letter": letter, "direction": direction(letter.language)}
