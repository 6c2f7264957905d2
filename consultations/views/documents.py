"""Files of the register: taken from who keeps it, given to who reads it."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions.documents import store_document
from consultations.forms.participants import DocumentForm
from consultations.models import Document
from consultations.permissions import may_keep_register, may_read_register
from consultations.views.frame import fetch_consultation, frame, steps_to
from surveys.file_types.kinds import EXTENSIONS
from surveys.file_types.refused import Refused
from surveys.forms.uploads import status_of, words_of_refusal

UNKNOWN = "application/octet-stream"
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@require_safe
def document(request, pk):
    """A file as it was uploaded, to be saved and never shown in place."""
    if not may_read_register(request.user):
        raise Http404
    found = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    media_type = found.media_type if found.media_type in EXTENSIONS else UNKNOWN
    try:
        content = found.file.open("rb")
    except FileNotFoundError as fault:
        raise Http404 from fault
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=media_type, headers=HEADERS)


@require_http_methods(["GET", "HEAD", "POST"])
def document_upload(request, slug, code):
    """Add a file to a consultation."""
    consultation = fetch_consultation(request, slug, code, may_keep_register)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            take(request, consultation, form)
        except Refused as refused:
            form.add_error("file", words_of_refusal(refused))
            status = status_of(refused)
        else:
            messages.success(request, _("The document is stored."))
            return redirect(f"{consultation.get_absolute_url()}#documents")
    steps = steps_to(consultation.survey, consultation)
    context = frame(request, consultation.survey, consultation=consultation, form=form, steps=steps)
    return render(request, "consultations/document_upload.html", context, status=status)


def take(request, consultation, form):
    """Store what the form brings. Raises Refused."""
    cleaned = form.cleaned_data
    store_document(
        upload=cleaned["file"],
        title=cleaned["title"],
        language=cleaned["language"],
        day=cleaned["day"],
        consultation=consultation,
        by=request.user,
        at=timezone.now(),
    )
