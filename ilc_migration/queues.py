"""The broker's queues: what takes long stands in one of its own, so that nobody who compiles an edition waits for the
files of another one in seven languages."""

QUICK, LONG = "celery", "files"
LONG_TASKS = ("reports.write_export", "reports.draw_charts")
