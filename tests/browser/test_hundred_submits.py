"""A hundred identical submits at once, over HTTP, to a portal as it runs."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from threading import Barrier

from tests.browser.portal import PASSWORD
from tests.drills.client import SURVEY, Client
from tests.surveys.views.pages import SIGNATURE, FormReader

MINIMUM = {
    "respondent": {
        "respondent_ministry": "Ministry of Labour",
        "focal_point_name": "A. Person",
        "data_reference_year": "2002",
        "country_roles": "transit",
    },
    "application_of_norms": {"c097_ratified": "no", "c143_ratified": "no"},
}
HUNDRED = 100


def signature(client, address):
    """The form under the answers, filled in."""
    reader = FormReader()
    reader.feed(client.get(f"{address}check/").text)
    fields = {name: value for name, value in reader.fields if name not in {"language", "next"}}
    language = [value for name, value in reader.fields if name == "language"][-1]
    return {**fields, **SIGNATURE, "language": language}


def same_person(client):
    """The same browser session on a connection of its own."""
    other = Client(client.port, timeout=120)
    other.cookies = deepcopy(client.cookies)
    return other


def at_once(client, address, fields):
    """The addresses to which a hundred submits of the same form lead."""
    barrier = Barrier(HUNDRED)

    def press(_number):
        other = same_person(client)
        barrier.wait()
        answer = other.post(f"{address}submit/", **{name: fields[name] for name in fields if name != CSRF})
        other.close()
        return answer.status, answer.location

    with ThreadPoolExecutor(HUNDRED) as pool:
        return list(pool.map(press, range(HUNDRED)))


CSRF = "csrfmiddlewaretoken"


def test_a_hundred_identical_submits_are_one_with_one_receipt(portal, government):
    client = Client(int(portal.url.rsplit(":", 1)[1]), timeout=120)
    client.sign_in(f"focal-point.{government}@example.org", PASSWORD)
    address = f"/surveys/{SURVEY}/{government.upper()}/"
    client.get(address)
    for section, answers in MINIMUM.items():
        for path, value in answers.items():
            assert client.save(government.upper(), section, path, key=path, seen=0, value=value).status == 200
    found = at_once(client, address, signature(client, address))

    receipt = f"{address}submissions/1/receipt/"
    assert set(found) == {(302, receipt)} or set(found) == {(303, receipt)}
    documents = {client.get(f"{address}submissions/1/receipt.json").text for _number in range(10)}
    assert len(documents) == 1
    assert client.get(f"{address}submissions/2/").status == 404
    client.close()
