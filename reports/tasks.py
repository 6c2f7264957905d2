"""Celery tasks of reports: address labels, nothing more."""

from celery import shared_task

from reports.actions.compile import compile_edition
from reports.actions.drawing import draw_charts as draw
from reports.actions.exports import write_export as write
from reports.actions.upkeep import daily_work
from surveys.actions.jobs import run


@shared_task(name="reports.compile_summary")
def compile_summary(job_id):
    """Compile the edition that this job asks for."""
    run(job_id, compile_edition)


@shared_task(name="reports.draw_charts")
def draw_charts(job_id):
    """Draw the charts that this job's edition lacks."""
    run(job_id, draw)


@shared_task(name="reports.write_export")
def write_export(job_id):
    """Write the file that this job asks for."""
    run(job_id, write)


@shared_task(name="reports.daily")
def daily(job_id):
    """Do what is done once a day, and make it due again tomorrow."""
    run(job_id, daily_work)
