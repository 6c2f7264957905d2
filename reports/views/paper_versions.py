"""Versions of the paper that were kept."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.actions.paper.versions import keep_version
from reports.forms.paper import KeepForm, PaperForm
from reports.models import PaperVersion
from reports.paper.document import paper_of
from reports.permissions import may_edit_paper
from reports.views.editions import frame
from reports.views.paper import KINDS, fetch_report, file_answer, page_of
from reports.views.paper_margin import shown_blocks
from surveys.actions.write_keys import KeyReused, once


@require_POST
def paper_keep(request, slug):
    """Keep the paper of a day and a language as it is now."""
    report = fetch_report(request, slug, may_edit_paper)
    form = KeepForm(request.POST, today=request.today, auto_id="keep_%s")
    if not form.is_valid():
        return render(request, "reports/paper.html", frame(report.survey, form=form), status=422)
    as_of, language = form.cleaned_data["as_of"], form.cleaned_data["language"]
    now, wanted = timezone.now(), {"paper": report.pk, "as_of": as_of.isoformat(), "language": language}

    def act():
        return keep_version(report=report, as_of=as_of, language=language, by=request.user, at=now).number

    try:
        number = once(user=request.user, key=form.cleaned_data["key"], request=wanted, at=now, act=act)
    except KeyReused:
        asked = PaperForm({"as_of": as_of.isoformat(), "language": language}, today=request.today)
        context = page_of(request, report, as_of, language) | {"form": asked}
        return render(request, "reports/paper.html", context, status=409)
    messages.success(request, _("The paper is kept as version %(number)s.") % {"number": number})
    return redirect("reports:paper_version", slug, number)


def fetch_version(request, slug, number):
    """The version, for a person who may read papers."""
    visible = PaperVersion.objects.visible_to(request.user).select_related("report__survey", "by")
    return get_object_or_404(visible, report__survey__slug=slug, number=number)


@require_safe
def paper_version(request, slug, number):
    """A version as it was kept, whatever has changed since."""
    version = fetch_version(request, slug, number)
    found = paper_of(version.content)
    context = frame(
        version.report.survey,
        version=version,
        paper=found,
        blocks=shown_blocks(found, slug),
        kinds=list(KINDS),
    )
    return render(request, "reports/paper_version.html", context)


@require_safe
def paper_version_file(request, slug, number, kind):
    """A version as a file: always the same bytes."""
    version = fetch_version(request, slug, number)
    if kind not in KINDS:
        raise Http404
    return file_answer(paper_of(version.content), kind)
