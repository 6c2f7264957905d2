"""The same counts by pandas, as somebody would write them who has the documents in a table: one column a question."""

import time
from collections import Counter

import orjson
import pandas as pd
from django.db import connection

from reports.actions.inputs import COPY_DOCUMENTS, Lines
from reports.summary.frame import MANY_CODES, NUMBERS, ONE_CODE


def pandas_counts(inputs, frame, edition):
    """Seconds from the database to choices and statistics by region; every choice is checked against the edition."""
    began = time.perf_counter()
    table = read(inputs)
    choices, statistics = {}, {}
    for question in frame.questions:
        if question.repeat or question.name not in table:
            continue
        column = table[question.name]
        answered = column[column.notna() & (~column.map(lambda value: isinstance(value, dict)))]
        if question.type in ONE_CODE | MANY_CODES:
            codes = answered.explode()
            choices[question.name] = codes.groupby(table.loc[codes.index, "region"]).value_counts()
        elif question.type in NUMBERS:
            numbers = pd.to_numeric(answered)
            statistics[question.name] = numbers.groupby(table.loc[numbers.index, "region"]).agg(
                ["count", "min", "median", "max"]
            )
        else:
            statistics[question.name] = answered.groupby(table.loc[answered.index, "region"]).count()
        table.groupby("region")[question.name].count()
    seconds = time.perf_counter() - began
    check(choices, edition)
    return seconds


def read(inputs):
    """The documents as a table, the region beside them."""
    regions = dict(zip(inputs.submissions, (state["region"] for state in inputs.states), strict=True))
    documents = []

    def take(line):
        key, answers, *_ = line.split(b"\x01")
        documents.append({**orjson.loads(answers), "region": regions[int(key)]})

    with connection.cursor() as cursor:
        cursor.copy_expert(COPY_DOCUMENTS.format(ids=",".join(map(str, inputs.submissions))), Lines(take))
    return pd.DataFrame.from_records(documents)


def check(choices, edition):
    """Fail unless pandas has found every choice as often as the edition."""
    for block in edition["questions"]:
        if block["question"] in choices:
            found = Counter()
            for (_region, code), times in choices[block["question"]].items():
                found[code] += times
            assert {code: times for code, times in block["groups"][0]["choices"] if times} == found, block["question"]
