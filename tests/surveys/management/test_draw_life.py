"""The page on the life of a return is what the table says."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command

from surveys.management.commands import draw_life
from surveys.models import LetterTemplate
from surveys.models.life import TRANSITIONS, Happening, Status
from surveys.rounds.letters import read_letters
from tests.factories import DATA


def page():
    return (settings.BASE_DIR / "docs" / "life-of-a-return.md").read_text(encoding="utf-8")


def test_the_page_is_what_the_table_says():
    assert page() == draw_life.drawn()


def test_the_words_are_english_whatever_language_is_active(settings):
    settings.LANGUAGE_CODE = "fr"
    assert draw_life.drawn() == page()


def test_every_change_of_status_has_its_arrow():
    arrows = set(re.findall(r"^    (\w+) --> (\w+) : ", page(), re.MULTILINE))
    told = {(source, row.target) for row in TRANSITIONS.values() if row.target for source in row.sources}
    undone = [TRANSITIONS[Happening.REOPENED], TRANSITIONS[Happening.REGISTERED]]
    back = {(row.target, source) for row in undone for source in row.sources if source != row.target}
    assert arrows == told | back


def test_every_status_in_the_diagram_has_its_words():
    named = dict(re.findall(r'state "([^"]+)" as (\w+)', page()))
    arrows = set(re.findall(r"^    \w+ --> (\w+)", page(), re.MULTILINE))
    assert arrows <= set(named.values())
    assert {Status(code).label for code in named.values()} == named.keys()


def test_checking_names_a_page_that_is_not_what_the_table_says(tmp_path, settings, capsys):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    call_command("draw_life")
    call_command("draw_life", check=True)
    changed = tmp_path / "docs" / "life-of-a-return.md"
    changed.write_text(changed.read_text().replace("submitted", "sent"))
    with pytest.raises(SystemExit):
        call_command("draw_life", check=True)
    assert "run manage.py draw_life" in capsys.readouterr().err


def test_every_letter_that_the_table_makes_due_has_its_texts():
    letters, _faults = read_letters(DATA, ("en",))
    due = {transition.letter for transition in TRANSITIONS.values() if transition.letter}
    assert due <= {letter.kind for letter in letters}
    assert LetterTemplate._meta.get_field("kind").max_length >= max(map(len, due))
