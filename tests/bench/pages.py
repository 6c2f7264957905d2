"""Run inside a portal by the bench: statements and milliseconds of pages, and the statements of one save."""

import json
import os
import sys
import time
from collections import Counter
from secrets import token_hex

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ilc_migration.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from surveys.models import MemberState, User  # noqa: E402
from tests.drills.client import section_url  # noqa: E402

RUNS = 7
SECTION, PATH = "respondent", "respondent_unit"
# Who asks, and whether they may: asked on every page, whatever it does.
WHO = ("django_session", "surveys_user", "auth_group")
MAY = ("surveys_appointment", 'FROM "surveys_return"')


def signed_in(email):
    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def page(client, path):
    """Statements of a page, its kilobytes, and the least milliseconds of some runs, once it is warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return {
        "statements": len(queries),
        "kB": round(len(answer.content) / 1000),
        "ms": round(min(timed(client, path) for _ in range(RUNS)), 1),
    }


def timed(client, path):
    began = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - began) * 1000


def statements_of_a_save(client, iso3):
    """The statements of a second save by kind: who asks, whether they may, and the save itself."""
    for seen in (0, 1):
        with CaptureQueriesContext(connection) as queries:
            fields = {"key": token_hex(16), f"seen:{PATH}": seen, f"value:{PATH}": token_hex(8)}
            answer = client.post(section_url(iso3, SECTION), fields, headers={"accept": "application/json"})
        assert answer.status_code == 200, answer.content
    kinds = Counter(kind_of(query["sql"]) for query in queries)
    return {"all": len(queries), "who": kinds["who"], "may": kinds["may"], "save": kinds["save"]}


def kind_of(sql):
    if any(f'FROM "{table}"' in sql for table in WHO):
        return "who"
    return "may" if any(words in sql for words in MAY) else "save"


def figures(email):
    """All of it, for a focal point whose return is not begun, and for the Office."""
    focal_point, office = signed_in(email), signed_in("office@example.org")
    iso3 = User.objects.get(email=email).appointments.get().member_state.iso3
    return {
        "save": statements_of_a_save(focal_point, iso3),
        "section page": page(focal_point, section_url(iso3, SECTION)),
        "longest section page": page(focal_point, section_url(iso3, "current_conditions")),
        "board": {"States": MemberState.objects.count(), **page(office, "/surveys/ilms2003/status/")},
    }


if __name__ == "__main__":
    print(json.dumps(figures(sys.argv[1])))
