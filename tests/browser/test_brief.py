"""The State brief is one sheet of paper, whatever there is to say."""

import json
import re

import pytest

from tests.browser.visitor import SURVEY

# A page of a PDF file; /Pages is the tree of them.
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
# The State with the longest name in these languages gets many people with long names and addresses.
CROWD = """
import json
from datetime import date
from surveys.models import Appointment, Return, User
from surveys.models.history import acting_as
languages = ("en", "ar", "ru")
with acting_as("tests"):
    returns = Return.objects.select_related("member_state")
    longest = max(returns, key=lambda each: sum(len(each.member_state.name(language)) for language in languages))
    for number in range(8):
        email = f"very.long.address.of.a.contributor.number.{number}@ministry-of-labour-and-social-affairs.example"
        name = f"Person {number} " + "of the Ministry " * 4
        user, made = User.objects.get_or_create(email=email, defaults={"name": name})
        if made:
            Appointment.objects.create(
                user=user, member_state=longest.member_state, role="focal_point", valid_from=date(2003, 7, 1)
            )
print(json.dumps(longest.member_state.iso3))
"""


@pytest.fixture(scope="module")
def crowded(portal):
    """The ISO3 code of the State whose brief has the most to say."""
    return json.loads(portal.run("shell", "--no-imports", "--verbosity=0", "-c", CROWD))


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_brief_is_one_printed_page(open_browser, crowded, language):
    visitor = open_browser(language=language)
    visitor.signs_in("office-too@example.org")
    visitor.chooses_language(language)

    visitor.goes_to(f"{SURVEY}{crowded}/brief/")

    visitor.looks("brief")
    document = visitor.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(PAGE.findall(document)) == 1
