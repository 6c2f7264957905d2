"""What a page of the government gets that was open when the Office began to key the paper reply in: 409 and its text.

Nothing of the draft is shown, which is the Office's just then, and nothing that was posted is stored.
"""

from types import SimpleNamespace

from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from surveys.forms.typed import PARTS
from surveys.permissions import is_being_keyed, keys_in, sections_of_government
from surveys.views.fetching import around
from surveys.views.saving import CONFLICT

SAID = gettext_noop(
    "Your reply on paper, received on %(day)s, is being keyed in by the Office. Meanwhile nothing can be written "
    "here. You will be told when it has been entered; you can then read it, object to what is wrong, or take it over."
)


def keyed_meanwhile(request, survey_return, section):
    """The answer to a post for a section that this person could write but for the keying; None for all others."""
    if request.method != "POST" or not is_being_keyed(survey_return) or keys_in(request.user, survey_return):
        return None
    if not sections_of_government(request.user, survey_return, [section], on=request.today):
        return None
    definition = survey_return.questionnaire.definition
    if section not in {one.name for one in definition.sections}:
        return None
    context = around(survey_return) | {"path": request.get_full_path()}
    if "HX-Request" in request.headers:
        context["boxes"] = [box_of(survey_return, path) for path in paths_posted(request)]
        return render(request, "surveys/paper/_keyed_meanwhile.html", context, status=CONFLICT)
    context["posted"] = fields_posted(request)
    return render(request, "surveys/paper/keyed_meanwhile.html", context, status=CONFLICT)


def box_of(survey_return, path):
    """What the notice above this question says."""
    day = date_format(survey_return.keyed_from.received_on)
    return SimpleNamespace(path=path, error=_(SAID) % {"day": day})


def fields_posted(request):
    """Pairs of name and value, as often as they came, for the page to send them again with a token of its own."""
    every = ((name, value) for name, values in request.POST.lists() for value in values)
    return [(name, value) for name, value in every if name != "csrfmiddlewaretoken"]


def paths_posted(request):
    """The questions of which something was posted."""
    names = (name.partition(":") for name in request.POST)
    return list(dict.fromkeys(path for part, colon, path in names if colon and part in PARTS))
