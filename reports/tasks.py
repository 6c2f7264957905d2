"""Celery tasks of reports: address labels, nothing more."""

from celery import shared_task

from reports.actions.compile import compile_edition
from reports.actions.drawing import draw_charts as draw
from surveys.actions.jobs import run


@shared_task(name="reports.compile_summary")
def compile_summary(job_id):
    """Compile the edition that this job asks for."""
    run(job_id, compile_edition)


@shared_task(name="reports.draw_charts")
def draw_charts(job_id):
    """Draw the charts that this job's edition lacks."""
    run(job_id, draw)
