"""Tables of reference data: download, bring back, look at what would change, confirm, undo."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.actions.write_keys import KeyReused
from surveys.forms.imports import ImportForm, SheetForm
from surveys.forms.paper import KeyForm
from surveys.imports.keeping import Moved, NotHeld, confirm, give_up, hold, plan_of, undo
from surveys.imports.plan import NEW, UNCHANGED
from surveys.imports.reading import XLSX
from surveys.imports.refused import FileRefused
from surveys.imports.tables import TABLES, tables_for
from surveys.imports.undoing import ChangedSince
from surveys.imports.writing import write_csv, write_xlsx
from surveys.models import SheetImport

RECENT = 20
MOST_NAMED = 5
UNPROCESSABLE, CONFLICT = 422, 409


def fetch_table(request, slug):
    """The table, for a person who looks after it."""
    table = TABLES.get(slug)
    if table is None or not table.may(request.user):
        raise Http404
    return table


def fetch_import(request, pk):
    """The file or the import, for a person who looks after its table; a held file is its owner's alone."""
    mine = {table.slug for table in tables_for(request.user)}
    visible = SheetImport.objects.visible_to(request.user, mine).select_related("uploaded_by", "undone_by")
    return get_object_or_404(visible, pk=pk)


@require_safe
def tables(request):
    """The tables that this person looks after."""
    found = tables_for(request.user)
    if not found:
        raise Http404
    return render(request, "surveys/imports/tables.html", {"tables": found, "office": True})


@require_http_methods(["GET", "HEAD", "POST"])
def table(request, table):
    """Download the table, bring it back, see what was imported; what is wrong with a file is told at once."""
    wanted = fetch_table(request, table)
    files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SheetForm(*files, table=wanted, by=request.user, on=request.today)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "surveys/imports/table.html", around(wanted) | {"form": form}, status=status)
    if form.plan.is_refused or not form.plan.written:
        status = UNPROCESSABLE if form.plan.is_refused else 200
        return render(request, "surveys/imports/preview.html", shown(wanted, form.plan), status=status)
    held = hold(
        table=wanted.slug,
        name=form.cleaned_data["file"].name,
        content=form.content,
        by=request.user,
        at=timezone.now(),
    )
    return redirect(held)


def around(table):
    """What the page of a table shows beside the form."""
    recent = SheetImport.objects.done().filter(table=table.slug)[:RECENT]
    return {"table": table, "recent": recent, "office": True}


def shown(table, plan, **more):
    """What a preview shows."""
    rows = [
        {
            "row": row.number,
            "name": row.name,
            "is_new": row.kind == NEW,
            "cells": [(cell.heading, cell.old, cell.new) for cell in row.changes],
        }
        for row in plan.written
    ]
    unchanged = plan.of_kind(UNCHANGED)
    facts = {"plan": plan, "counts": plan.counts(), "lines": rows, "unchanged": unchanged}
    return {"table": table, "office": True, **facts, **more}


@require_safe
def table_xlsx(request, table):
    """The table as an Excel workbook."""
    wanted = fetch_table(request, table)
    return download(write_xlsx(wanted, request.user, request.today), XLSX, f"{wanted.slug}.xlsx")


@require_safe
def table_csv(request, table):
    """The table as CSV."""
    wanted = fetch_table(request, table)
    return download(write_csv(wanted, request.user, request.today), "text/csv; charset=utf-8", f"{wanted.slug}.csv")


def download(content, media_type, name):
    """A file to be saved, never opened in the browser."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)


@require_safe
def sheet_import(request, pk):
    """What a held file would change; what an import has changed."""
    found = fetch_import(request, pk)
    wanted = fetch_table(request, found.table)
    if found.is_done:
        lines = [{**change, "is_new": change["old"] is None} for change in found.written]
        context = {"table": wanted, "done": found, "lines": lines, "form": KeyForm(), "office": True}
        return render(request, "surveys/imports/done.html", context)
    if found.expires_at <= timezone.now():
        return over(request, found)
    return preview(request, wanted, found)


def preview(request, table, held, status=200):
    """What the held file would change now, and the form that does it; of a table that was another then, nothing."""
    try:
        plan = plan_of(held, by=request.user, on=request.today)
    except FileRefused:
        return over(request, held)
    form = ImportForm(initial={"sha256": held.sha256, "plan": plan.digest()})
    return render(request, "surveys/imports/preview.html", shown(table, plan, held=held, form=form), status=status)


def over(request, found):
    """Lead back to the table from a file that is not held any more."""
    messages.warning(request, _("The file is not held any more. Bring it again."))
    return redirect("surveys:table", found.table)


@require_POST
def sheet_import_confirm(request, pk):
    """Import exactly what was looked at, or show what has become of it."""
    found = fetch_import(request, pk)
    wanted = fetch_table(request, found.table)
    form = ImportForm(request.POST)
    if not form.is_valid():
        raise BadRequest("key or digest")
    try:
        confirm(held=found, by=request.user, on=request.today, at=timezone.now(), **form.cleaned_data)
    except KeyReused:
        return render(request, "409.html", {"path": request.path}, status=CONFLICT)
    except (NotHeld, FileRefused):
        return redirect(found) if found.is_done else over(request, found)
    except Moved:
        messages.warning(
            request, _("The table has changed meanwhile. Nothing was imported: look at the changes again.")
        )
        return preview(request, wanted, found, status=CONFLICT)
    messages.success(request, _("The table is imported."))
    return redirect(found)


@require_POST
def sheet_import_give_up(request, pk):
    """Forget a held file."""
    found = fetch_import(request, pk)
    give_up(held=found, by=request.user, at=timezone.now())
    messages.success(request, _("Nothing was imported, and the file is not kept."))
    return redirect("surveys:table", found.table)


@require_POST
def sheet_import_undo(request, pk):
    """Undo an import as one step, or say what has been changed since."""
    found = fetch_import(request, pk)
    form = KeyForm(request.POST)
    if not form.is_valid():
        raise BadRequest("key")
    try:
        undo(done=found, by=request.user, key=form.cleaned_data["key"], at=timezone.now())
    except KeyReused:
        return render(request, "409.html", {"path": request.path}, status=CONFLICT)
    except NotHeld:
        messages.warning(request, _("This import is undone already."))
    except ChangedSince as changed:
        messages.error(request, words_of_changed(changed.names))
    else:
        messages.success(request, _("The import is undone: every cell is as it was before."))
    return redirect(found)


def words_of_changed(names):
    """Why an import cannot be undone, with the first of what has been changed since."""
    text = _("This import cannot be undone: since then somebody has changed or used %(names)s. Nothing was undone.")
    return text % {"names": ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")}
