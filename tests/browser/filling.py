"""Answers to a whole questionnaire, and how a person types them into the pages."""

from datetime import date
from random import Random

from ilc_migration.demonstration.answers import invent
from surveys.questionnaire.answers import path_of
from surveys.questionnaire.definition import Question, Repeat, walk
from surveys.questionnaire.validation import as_typed
from tests.browser.visitor import SURVEY
from tests.surveys.questionnaire.forms import real, real_evaluator

DAY = date(2003, 11, 1)
LOT = 136


def whole_reply(language):
    """Answers of a country of origin, transit and destination, as invented for the demonstration, in its language."""
    values = invent(real_evaluator(), language=language, rng=Random(LOT), day=DAY)
    evaluation = real_evaluator().evaluate(values, DAY)
    assert evaluation.violations == ()
    assert values["country_roles"] == ["origin", "transit", "destination"]
    return values


def sections():
    """The names of the sections in their order."""
    return [section.name for section in real().sections]


class Filling:
    """One reply, typed section by section; `rows` tells which id each row of a repeat got from the portal."""

    def __init__(self, visitor, iso3, values):
        self.visitor, self.iso3, self.values = visitor, iso3, values
        self.rows = {}
        self.typed = {}

    def fills(self, name):
        """Fill a section and save it; answers open further questions, which are answered after the save."""
        self.visitor.goes_to(f"{SURVEY}{self.iso3}/sections/{name}/")
        section = next(section for section in real().sections if section.name == name)
        for _time in range(3):
            for node in walk(section.children):
                if isinstance(node, Repeat):
                    self.adds_rows(node)
                elif isinstance(node, Question) and node.type not in {"calculate", "file"}:
                    self.answers_everywhere(node)
            self.stays()

    def stays(self):
        """Save and stay on the page."""
        answer = self.visitor.presses(".saving button.button-secondary")
        assert answer.status == 303, self.visitor.page.locator(".error-summary").all_text_contents()

    def adds_rows(self, repeat):
        """Add the rows that the reply has, as far as the repeat is shown and they are not there."""
        wanted = self.values.get(repeat.name, [])
        added = self.visitor.page.locator(f"#g-{repeat.name} button[formaction$='/{repeat.name}/add/']")
        while added.count() and len(self.rows.get(repeat.name, [])) < len(wanted):
            self.visitor.presses(f"#g-{repeat.name} button[formaction$='/{repeat.name}/add/']")
            place = self.visitor.page.url.rpartition("#")[2]
            self.rows.setdefault(repeat.name, []).append(place.partition("[")[2].rstrip("]"))

    def answers_everywhere(self, question):
        """Answer the question, in each row of its repeat."""
        if not question.repeat:
            self.answers(question, question.name, question.name)
            return
        for invented, given in zip(
            self.values.get(question.repeat, []), self.rows.get(question.repeat, []), strict=False
        ):
            self.answers(question, path_of(question, invented), path_of(question, given))

    def answers(self, question, path, where):
        """Type or choose one answer where the page asks for it and it has not been given."""
        value = self.values.get(path)
        page = self.visitor.page
        if value is None or where in self.typed or not page.locator(f"[name='seen:{where}']").count():
            return
        self.typed[where] = value
        if isinstance(value, dict):
            page.locator(f"[name='absence:{where}']").select_option(value["missing"], force=True)
            return
        named = page.locator(f"[id='m-{where}']")
        if named.count():
            for code in value:
                named.fill(code)
                self.stays()
            return
        control = page.locator(f"[name='value:{where}']").first
        kind = control.evaluate("element => element.type")
        if kind == "select-one":
            control.select_option(value)
        elif kind in ("radio", "checkbox"):
            for code in [value] if isinstance(value, str) else value:
                page.check(f"[name='value:{where}'][value='{code}']")
        else:
            control.fill(as_typed(question, value))
