"""What has been covered: region by constituent group by theme, as of any day; the same as a workbook."""

from io import BytesIO
from itertools import groupby
from urllib.parse import urlencode

from django.http import FileResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consultations.forms.coverage import CoverageForm
from consultations.models.consultations import STATUS_WORDS
from consultations.overview.coverage import matrix_of
from consultations.register.coverage import NOT_STATED, WHATEVER
from consultations.register.standing import Status
from consultations.views.frame import fetch_survey, frame
from consultations.workbooks.coverage import write_coverage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What the register's filter takes for "none stated".
NONE = "none"


@require_safe
def coverage(request, slug):
    """The matrix, its empty cells counted and listed."""
    survey = fetch_survey(request, slug)
    form = CoverageForm(request.GET, today=request.today)
    cut_offs = [(cut_off.name(get_language()), cut_off.day) for cut_off in survey.cut_offs.all()]
    context = frame(request, survey, form=form, today=request.today, cut_offs=cut_offs)
    if not form.is_valid():
        return render(request, "consultations/coverage.html", context, status=400)
    matrix = matrix_of(survey, form.cleaned_data["as_of"], get_language())
    return render(request, "consultations/coverage.html", {**context, **shown(matrix)})


@require_safe
def coverage_xlsx(request, slug):
    """The matrix and the consultations behind it as a workbook in the reader's language."""
    survey = fetch_survey(request, slug)
    form = CoverageForm(request.GET, today=request.today)
    if not form.is_valid():
        context = frame(request, survey, form=form, today=request.today)
        return render(request, "consultations/coverage.html", context, status=400)
    matrix, target = matrix_of(survey, form.cleaned_data["as_of"], get_language()), BytesIO()
    write_coverage(matrix, target, language=get_language())
    target.seek(0)
    name = f"{survey.slug}-coverage-{matrix.day.isoformat()}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def shown(matrix):
    """What the page shows of the matrix."""
    found = matrix.coverage
    address = reverse("consultations:register", args=[matrix.survey.slug])
    tables = [
        {
            "title": matrix.themes[theme],
            "heads": [matrix.groups[group] for group in (*found.groups, NOT_STATED)],
            "lines": [
                (matrix.regions[region], [cell_shown(matrix, cell, address) for cell in cells])
                for region, cells in found.table(theme)
            ],
            "empty": len(found.empty([theme])) if theme != NOT_STATED else 0,
            "asked": len(found.asked([theme])) if theme != NOT_STATED else 0,
        }
        for theme in matrix.order_of_themes()
    ]
    return {
        "day": matrix.day,
        "tables": tables,
        "number": found.number,
        "without": found.without,
        "empty": len(found.empty()),
        "asked": len(found.asked()),
        "empty_whatever": len(found.empty([WHATEVER])),
        "asked_whatever": len(found.asked([WHATEVER])),
        "gaps": gaps(matrix),
        "chapters": [matrix.chapters[number] for number in sorted(matrix.chapters)],
    }


def cell_shown(matrix, cell, address):
    """A cell: what it tells, counted by standing; where its consultations are; the chapters that use outcomes."""
    chosen = {"as_of": matrix.day.isoformat(), "region": cell.region or NONE, "group": cell.group or NONE}
    if cell.theme != WHATEVER:
        chosen["theme"] = cell.theme or NONE
    return {
        "group": matrix.groups[cell.group],
        "is_gap": cell.is_empty and cell.is_asked,
        "counts": [(standing, STATUS_WORDS[standing], cell.counts[standing]) for standing in order(cell.counts)],
        "number": len(cell.codes),
        "address": f"{address}?{urlencode(chosen)}",
        "chapters": [matrix.chapters[number] for number in cell.chapters],
    }


def order(counts):
    """The standings that a cell has, what has taken place first."""
    return [
        standing
        for standing in (Status.HELD, Status.CONTINUING, Status.PLANNED, Status.UNRECORDED, Status.CANCELLED)
        if counts.get(standing)
    ]


def gaps(matrix):
    """The empty cells as a list: theme, number, and the regions with their groups."""
    found = []
    for theme in (WHATEVER, *matrix.coverage.themes):
        cells = matrix.coverage.empty([theme])
        regions = [
            (matrix.regions[region], [matrix.groups[cell.group] for cell in of_region])
            for region, of_region in groupby(cells, key=lambda cell: cell.region)
        ]
        found.append((matrix.themes[theme], len(cells), regions))
    return found
