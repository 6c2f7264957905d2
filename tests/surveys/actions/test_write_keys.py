"""One effect for one key, whoever comes at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from surveys.actions.write_keys import KeyReused, once
from surveys.models import WriteKey
from surveys.querysets import WriteKeyQuerySet
from tests.factories import AT, make_user

THREADS = 12


class Effect:
    """Something that can be done, and how often it was."""

    def __init__(self, result="done"):
        self.result = result
        self.done = 0

    def __call__(self):
        self.done += 1
        return self.result


class Broken(Exception):
    """What an effect raises that does not come off."""


@pytest.fixture
def user(db):
    return make_user()


def do(user, effect, *, key="k", request=None, **options):
    return once(user=user, key=key, request=request or {"a": 1}, at=AT, act=effect, **options)


@pytest.mark.parametrize("result", [None, 7, {"revisions": {"x": 1}}, []])
def test_the_same_key_again_gives_what_came_of_it_and_does_nothing(user, result):
    effect = Effect(result)
    assert [do(user, effect), do(user, effect)] == [result, result]
    assert effect.done == 1


def test_the_order_of_names_in_a_request_means_nothing(user):
    effect = Effect()
    do(user, effect, request={"a": 1, "b": "é"})
    do(user, effect, request={"b": "é", "a": 1})
    assert effect.done == 1


def test_another_request_under_the_same_key_is_refused(user):
    effect = Effect()
    do(user, effect)
    with pytest.raises(KeyReused):
        do(user, effect, request={"a": 2})
    assert effect.done == 1


def test_each_person_has_keys_of_their_own(user):
    effect = Effect()
    do(user, effect)
    do(make_user(), effect, request={"a": 2})
    assert effect.done == 2


def test_what_did_not_come_off_leaves_the_key_free(user):
    def fails():
        raise Broken

    with pytest.raises(Broken):
        do(user, fails)
    assert not WriteKey.objects.exists()
    assert do(user, Effect(), request={"a": 2}) == "done"


@pytest.mark.parametrize("for_ever", [True, False])
def test_keeps_for_ever_what_is_to_be_kept(user, for_ever):
    do(user, Effect(), for_ever=for_ever)
    stored = WriteKey.objects.get()
    assert (stored.for_ever, stored.at, stored.result) == (for_ever, AT, "done")


def test_the_result_of_a_key_is_found_for_its_own_person(user):
    do(user, Effect(7))
    assert WriteKey.objects.result_of(user=user, key="k") == 7
    assert WriteKey.objects.result_of(user=make_user(), key="k") is None
    assert WriteKey.objects.result_of(user=user, key="other") is None


def at_once(act):
    """Do it in many threads, which start together; their results."""
    start = Barrier(THREADS)

    def one(_index):
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.mark.django_db(transaction=True)
def test_who_comes_at_the_same_moment_waits_and_gets_the_same():
    user, effect = make_user(), Effect(7)
    assert at_once(lambda: do(user, effect)) == [7] * THREADS
    assert effect.done == 1


@pytest.mark.django_db(transaction=True)
def test_looking_before_taking_the_key_does_it_many_times(monkeypatch):
    """The negative control: a key that is looked for and noted afterwards holds nobody up."""
    looked = Barrier(THREADS)

    def looks_first(keys, *, user, key, **_others):
        is_free = not keys.filter(user=user, key=key).exists()
        looked.wait()
        return is_free

    monkeypatch.setattr(WriteKeyQuerySet, "claim", looks_first)
    user, effect = make_user(), Effect()
    at_once(lambda: do(user, effect))
    assert effect.done == THREADS
