"""Celery as the portal uses it: late acknowledgement, one task at a time, no results (design.md, section 8)."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import worker_ready
from kombu import Queue

from ilc_migration.queues import LONG, LONG_TASKS, QUICK

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ilc_migration.settings")

BROKER = os.environ.get("CELERY_BROKER_URL")
KIND_OF_QUEUE = {"x-queue-type": "quorum"} if str(BROKER).startswith("amqp") else None

app = Celery("ilc_migration")
app.conf.update(
    broker_url=BROKER,
    task_queues=[Queue(name, queue_arguments=KIND_OF_QUEUE) for name in (QUICK, LONG)],
    task_default_queue=QUICK,
    task_routes=dict.fromkeys(LONG_TASKS, {"queue": LONG}),
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 5},
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
)
if KIND_OF_QUEUE:
    app.conf.update(
        task_default_queue_type="quorum",
        worker_detect_quorum_queues=True,
        # How long to wait for the confirmation is said with each publication (ilc_migration/relay.py).
        broker_transport_options={"confirm_publish": True},
    )
app.autodiscover_tasks(["surveys", "reports"])


@worker_ready.connect
def tell_the_supervisor(**kwargs):
    """Touch the file for which `manage.py portal` waits."""
    if ready_file := os.environ.get("READY_FILE"):
        Path(ready_file).touch()
