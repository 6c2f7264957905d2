"""The demonstration publishes the edition of the draft report by the steps that people take."""

from datetime import date

import pytest

from ilc_migration.demonstration.people import ensure_office
from ilc_migration.demonstration.publishing import PUBLISHED_ON, publish_draft_report
from reports.models import Summary
from surveys.models import CutOff
from surveys.models.history import acting_as
from tests.factories import make_survey
from tests.reports.test_compile import reply


@pytest.mark.django_db
def test_the_edition_of_the_draft_report_is_published_by_three_people():
    survey = make_survey()
    reply(survey, "DZA")
    reply(survey, "EGY", date(2004, 1, 10))
    with acting_as("tests"):
        CutOff.objects.create(survey=survey, slug="draft", names={"en": "Draft report"}, day=date(2003, 12, 31))
        ensure_office()
        edition = publish_draft_report(survey)
    assert list(Summary.objects.published()) == [edition]
    assert [entry["iso3"] for entry in edition.content["states"]] == ["DZA"]
    steps = edition.steps.select_related("by").order_by("pk")
    assert [step.kind for step in steps] == ["proposed", "approved", "published"]
    assert len({step.by for step in steps}) == 3
    assert {step.at.date() for step in steps} == {PUBLISHED_ON}
