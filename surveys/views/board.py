"""The board: where every State stands as of any day, what is new, and the same as a workbook."""

from dataclasses import dataclass
from io import BytesIO

from babel.numbers import format_percent
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from surveys.actions.ledger import last_position
from surveys.actions.visits import mark_seen
from surveys.board import by_status, shown, tile_map
from surveys.charts import Box, curve, received_by_day
from surveys.figures import Report
from surveys.forms.board import BoardForm, SeenForm, assignees
from surveys.lines import lines_on
from surveys.models import ReturnEvent, Survey
from surveys.permissions import is_office_staff, may_assign, may_follow_survey, may_send_survey
from surveys.standing import report_on, states_on
from surveys.views.news import news_of
from surveys.views.office import fetch_survey, frame
from surveys.workbooks.board import Sheet, write_board

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDE, NARROW = (580, 250), (340, 260)
HEADS = [
    ("state", _("Member State")),
    ("region", _("Region")),
    ("status", _("Status")),
    ("received", _("Received on")),
    ("counts", _("Which day counts")),
    ("channel", _("Channel")),
    ("language", _("Language")),
    ("staff", _("Responsible")),
    ("activity", _("Last activity")),
    ("due", _("Reply by")),
]


@dataclass(frozen=True)
class Board:
    """A survey as of a day: all lines, those that are chosen, the figures, and what was known."""

    survey: Survey
    day: object
    position: int
    lines: list
    chosen: list
    first_days: list
    report: Report


def board_of(survey, form):
    """The board that a valid form asks for."""
    day, (position, _chain) = form.cleaned_data["as_of"], last_position(survey)
    rows = states_on(survey, day, upto=position)
    lines = lines_on(survey, day, rows, get_language())
    firsts = [row.standing.first_received_on for row in rows if row.standing.first_received_on]
    return Board(survey, day, position, lines, shown(lines, form.wish()), firsts, report_on(survey, rows))


@require_safe
def status(request, slug):
    """Who has been asked and has replied, as of any day: numbers, regions, curve, map, then every State."""
    survey = fetch_survey(request, slug, may_follow_survey)
    form = BoardForm(request.GET, survey=survey, today=request.today)
    if not form.is_valid():
        return answer_with_faults(request, survey, form)
    board = board_of(survey, form)
    context = {
        **around(request, survey, form),
        **figures_of(board, form),
        **charts_of(board),
        "day": board.day,
        "lines": board.chosen,
        "number_of_rows": len(board.lines),
        "heads": heads(form.cleaned_data["sort"]),
        "statuses": by_status(board.chosen),
        "tiles": tile_map(board.chosen),
        "news": news_of(request.user, survey, timezone.now()),
        "assignees": assignees() if may_assign(request.user) else [],
    }
    return render(request, "surveys/office/status.html", context)


@require_safe
def status_xlsx(request, slug):
    """Exactly what the board shows for the same query, as a workbook in the reader's language."""
    survey = fetch_survey(request, slug, may_follow_survey)
    form = BoardForm(request.GET, survey=survey, today=request.today)
    if not form.is_valid():
        return answer_with_faults(request, survey, form)
    board, target = board_of(survey, form), BytesIO()
    sheet = Sheet(
        title=str(survey),
        lines=board.chosen,
        day=board.day,
        ledger_position=board.position,
        number_of_rows=len(board.lines),
        chosen=form.chosen(),
        total=board.report.total,
        is_invented=survey.synthetic,
    )
    write_board(sheet, target)
    target.seek(0)
    name = f"{survey.slug}-{board.day.isoformat()}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@require_POST
def status_seen(request, slug):
    """Note that the reader has seen what the page showed as new."""
    survey = fetch_survey(request, slug, may_follow_survey)
    form = SeenForm(request.POST, now=timezone.now())
    if not form.is_valid():
        return render(request, "400.html", {"path": request.path}, status=400)
    mark_seen(user=request.user, survey=survey, until=form.cleaned_data["until"])
    return redirect(survey)


def answer_with_faults(request, survey, form):
    """The page without figures: what is wrong stands at its field, and nothing that was asked for is lost."""
    return render(request, "surveys/office/status.html", around(request, survey, form), status=400)


def around(request, survey, form):
    """What the page shows whatever was asked for, and what the reader may do from it."""
    return {
        **frame(survey),
        "form": form,
        "today": request.today,
        "cut_offs": named_cut_offs(survey),
        "may_send": may_send_survey(request.user),
        "may_assign": may_assign(request.user),
        "is_staff": is_office_staff(request.user),
    }


def figures_of(board, form):
    """The numbers, all together and by region, of all States whatever the filter."""
    total, names = board.report.total, {line.region: line.region_name for line in board.lines}
    names |= dict(form.fields["region"].choices)
    return {
        "total": total,
        "share": share_received(total),
        "regions": [
            (names[code], figures, share_received(figures), code) for code, figures in board.report.regions.items()
        ],
    }


def charts_of(board):
    """The curve, for a wide and for a narrow page, and the days as a table."""
    sent = ReturnEvent.objects.of_survey(board.survey, on=board.day).first_day()
    facts = {
        "first": sent or board.day,
        "until": board.day,
        "of": board.report.total.sent,
        "cut_offs": named_cut_offs(board.survey),
    }
    mirrored = get_language_bidi()
    return {
        "curves": [
            (size, curve(board.first_days, box=Box(*box, is_mirrored=mirrored), **facts))
            for size, box in (("wide", WIDE), ("narrow", NARROW))
        ],
        "received_by_day": received_by_day(board.first_days),
    }


def share_received(figures):
    """The share of replies as text; empty where nobody was asked."""
    return (
        format_percent(figures.received / figures.sent, "0.0%", locale=get_language().split("-")[0])
        if figures.sent
        else ""
    )


def named_cut_offs(survey):
    """Pairs of name and day."""
    return [(cut_off.name(get_language()), cut_off.day) for cut_off in survey.cut_offs.all()]


def heads(sort):
    """The heads of the table: word, what choosing it orders by, and how it is ordered now (aria-sort)."""
    column, backwards = sort.removeprefix("-") or "state", sort.startswith("-")
    return [
        {
            "word": word,
            "next": f"-{name}" if name == column and not backwards else name,
            "now": ("descending" if backwards else "ascending") if name == column else "",
        }
        for name, word in HEADS
    ]
