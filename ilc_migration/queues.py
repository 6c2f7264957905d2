"""The broker's queues: what takes long stands in one of its own, so that who compiles an edition or waits for a letter
does not wait for the files of an edition in seven languages."""

QUICK, LONG = "celery", "files"
LONG_TASKS = ("reports.write_export", "reports.draw_charts")
