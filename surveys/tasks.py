"""Celery tasks of surveys: address labels, nothing more."""

from celery import shared_task

from surveys.actions.delivery import LETTER_PAUSES
from surveys.actions.delivery import deliver_letter as deliver
from surveys.actions.jobs import run
from surveys.actions.upkeep import daily_work


@shared_task(name="surveys.deliver_letter")
def deliver_letter(job_id):
    """Deliver the letter of this job, at most once."""
    run(job_id, deliver, pauses=LETTER_PAUSES)


@shared_task(name="surveys.daily")
def daily(job_id):
    """Do what is done once a day, and make it due again tomorrow."""
    run(job_id, daily_work)
