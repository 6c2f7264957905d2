"""Compiling against COPY of the same documents, in the same run: ratios travel, seconds do not."""

import gc
import multiprocessing
import resource
import time
from datetime import date

import pytest
from django.db import connection, connections

from reports.actions.compile import compiled, request_compilation, split
from reports.actions.inputs import COPY_DOCUMENTS, collect, count_range, frame_of
from reports.models import Compilation
from reports.summary.tables import content, content_digest
from reports.summary.tally import Tally
from tests.bench.by_pandas import pandas_counts
from tests.bench.rounds import make_round
from tests.factories import AT

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900), pytest.mark.django_db(transaction=True)]
AS_OF = date(2004, 4, 30)
SIZES = (177, 10_000)
RUNS = 5
# The largest size once more and again: a hundred thousand documents would take the database an hour to take in.
TIMES = 10


class Nowhere:
    """Takes what a COPY gives and drops it."""

    def __init__(self):
        self.bytes = 0

    def write(self, data):
        self.bytes += len(data)


def best(act, runs=RUNS):
    """The least seconds of some runs, and what the last one gave."""
    times = []
    for _ in range(runs):
        gc.collect()
        began = time.perf_counter()
        result = act()
        times.append(time.perf_counter() - began)
    return min(times), result


def copied(inputs):
    """The floor: the same documents through COPY, to nowhere."""
    target = Nowhere()
    with connection.cursor() as cursor:
        cursor.copy_expert(COPY_DOCUMENTS.format(ids=",".join(map(str, inputs.submissions))), target)
    return target.bytes


def in_processes(pool, inputs, parts):
    """The tally counted by so many processes over ranges of ids, and merged."""
    frame = frame_of(inputs)
    tally = Tally(frame)
    for part in pool.map(count_elsewhere, [(inputs, ids) for ids in split(inputs.submissions, parts)]):
        tally.add(part)
    return tally


def count_elsewhere(work):
    """What one process does of it."""
    inputs, ids = work
    return count_range(frame_of(inputs), inputs, ids)


def many_times(inputs):
    """All of it counted some times over, as so many times the documents; the most memory ever taken, in MiB."""
    frame = frame_of(inputs)
    tally, began = Tally(frame), time.perf_counter()
    for _ in range(TIMES):
        tally.add(count_range(frame, inputs, inputs.submissions))
    assert sum(tally.returns.values()) == TIMES * len(inputs.submissions)
    return time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def compile_and_tell(inputs):
    """Compile all of it in a process of its own; the most memory that it ever took, in MiB."""
    compiled(inputs, 1)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.fixture
def pools():
    """A process alone and two together, forked while this one is small and has no connection to share."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as alone, context.Pool(2) as two:
        yield alone, two


def measure(size, alone, two):
    """All figures of one size, in seconds."""
    survey = make_round(size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE surveys_submission")
    request = request_compilation(survey=survey, as_of=AS_OF, due_at=AT, by=None)
    collecting, inputs = best(lambda: collect(request), 3)
    frame = frame_of(inputs)
    copy, size_in_bytes = best(lambda: copied(inputs))
    counting, tally = best(lambda: count_range(frame, inputs, inputs.submissions))
    writing, edition = best(lambda: content(frame, tally, inputs.for_content()), 3)
    digesting, digest = best(lambda: content_digest(edition), 3)
    counting_in_two, merged = best(lambda: in_processes(two, inputs, 2))
    assert content_digest(content(frame, merged, inputs.for_content())) == digest
    return {
        "documents": len(inputs.submissions),
        "MB": round(size_in_bytes / 1e6, 1),
        "copy": copy,
        "collect": collecting,
        "count": counting,
        "count_in_two": counting_in_two,
        "content": writing,
        "digest": digesting,
        "count/copy": counting / copy,
        "two/copy": counting_in_two / copy,
        "whole": collecting + counting + writing + digesting,
        "peak_MiB": alone.apply(compile_and_tell, (inputs,)),
        "pandas": pandas_counts(inputs, frame, edition),
    }


def measure_many_times(size, other):
    """The survey of this size counted again and again in a fresh process, against as many COPYs."""
    request = Compilation.objects.filter(survey__slug=f"bench{size}").latest("pk")
    inputs = collect(request)
    copy, _bytes = best(lambda: [copied(inputs) for _ in range(TIMES)], 1)
    seconds, peak = other.apply(many_times, (inputs,))
    return {
        "documents": TIMES * size,
        "copy": copy,
        "count": seconds,
        "count/copy": seconds / copy,
        "peak_MiB": peak,
    }


def test_compiling_against_copy(pools, note, aim):
    alone, two = pools
    figures = {size: measure(size, alone, two) for size in SIZES}
    huge = measure_many_times(SIZES[-1], two)
    note(f"compile {huge['documents']}", **huge)

    for size, values in figures.items():
        note(f"compile {size}", **values)
    small, large = figures[SIZES[0]], figures[SIZES[1]]
    assert [small["documents"], large["documents"]] == list(SIZES)
    aim("compile 177, seconds", small["whole"], 0.2, slack=5)
    aim("compile 10,000 in one process, times COPY", large["count/copy"], 3)
    # Two processes and PostgreSQL need more than two cores; a busy machine shows nothing here.
    aim("compile 10,000 in two processes, times COPY", large["two/copy"], 2, slack=5)
    aim("compile 10,000, MiB of a process", large["peak_MiB"], 256)
    aim("count 100,000 in one process, times COPY", huge["count/copy"], 3)
    # Two million texts: they are the content, and are held until it is written.
    aim("count 100,000, MiB of a process", huge["peak_MiB"], 256, slack=5)
