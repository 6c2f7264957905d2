"""Letters are rendered by the rules of data/letters/README.md: no value is read as markup, no space is lost."""

import re
from html.parser import HTMLParser

import pytest

from surveys.emails.letters import WrongVariables, html_of_text, one_line, render
from surveys.models import LetterTemplate
from tests.surveys.emails.values import LANGUAGES, VALUES, all_templates, template_of, values_for

TAGS = {"html", "head", "meta", "title", "body", "p", "ol", "ul", "li", "strong", "a", "bdi"}
ISOLATES = re.compile("[\u2068\u2069]")
TEMPLATES = all_templates()


class Reader(HTMLParser):
    """Collects tags and text of an HTML document."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.pieces, self.root = [], [], [], {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attributes)["href"])
        if tag == "html":
            self.root = dict(attributes)

    def handle_data(self, data):
        self.pieces.append(data)

    @property
    def text(self):
        return " ".join("".join(self.pieces).split(" "))


def make_template(body="{{ sender }}\n", subject="{{ survey_title }}", *, language="en", variables=None):
    used = re.findall(r"\{\{ (\w+) \}\}", subject + body)
    return LetterTemplate(
        kind="test",
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        subject=subject,
        body=body,
        variables=sorted(set(used)) if variables is None else variables,
    )


def bare(text):
    return " ".join(ISOLATES.sub("", text).split())


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_every_kind_renders_in_every_language(template):
    letter = render(template, values_for(template))

    page = Reader(letter.html)
    assert "{{" not in letter.subject + letter.text + letter.html
    assert "\n" not in letter.subject
    assert page.root == {"lang": template.language, "dir": template.direction}
    assert set(page.tags) <= TAGS
    for name in template.variables:
        if name not in {"questions", "sections", "clarification"}:
            assert bare(VALUES[name]) in bare(page.text) + bare(letter.subject)
            assert bare(VALUES[name]) in bare(letter.text) + bare(letter.subject)


def test_there_are_twenty_kinds_in_seven_languages():
    kinds = {template.kind for template in TEMPLATES}
    assert len(kinds) == 20
    assert {(each.kind, each.language) for each in TEMPLATES} == {
        (kind, lang) for kind in kinds for lang in LANGUAGES
    }


@pytest.mark.parametrize("kind", sorted({template.kind for template in TEMPLATES}))
def test_every_language_of_a_kind_uses_all_its_variables(kind):
    for template in (each for each in TEMPLATES if each.kind == kind):
        used = set(re.findall(r"\{\{ (\w+) \}\}", template.subject + template.body))
        assert used == set(template.variables), template


class TestVariables:
    def test_a_missing_one_is_refused(self):
        with pytest.raises(WrongVariables) as refusal:
            render(make_template(), {"sender": "A"})

        assert (refusal.value.missing, refusal.value.unknown) == ({"survey_title"}, set())

    def test_one_too_many_is_refused(self):
        values = {"sender": "A", "survey_title": "B", "digest": "C"}
        with pytest.raises(WrongVariables) as refusal:
            render(make_template(), values)

        assert (refusal.value.missing, refusal.value.unknown) == (set(), {"digest"})

    def test_a_value_that_looks_like_a_variable_stays_what_it_is(self):
        letter = render(make_template(), {"sender": "{{ survey_title }} {% now 'Y' %}", "survey_title": "Secret"})

        assert letter.text == "{{ survey_title }} {% now 'Y' %}\n"
        assert "{{ survey_title }} {% now 'Y' %}" in Reader(letter.html).text

    def test_a_text_that_an_administrator_shortened_still_renders(self):
        template = make_template("Dear all\n", variables=["sender", "survey_title"])

        assert render(template, {"sender": "A", "survey_title": "B"}).text == "Dear all\n"


class TestPlainText:
    def test_is_not_escaped(self):
        letter = render(make_template(), {"sender": "A & B <c> *d*", "survey_title": "“E” & F"})

        assert (letter.subject, letter.text) == ("“E” & F", "A & B <c> *d*\n")

    def test_has_no_marks_of_markdown_for_bold(self):
        letter = render(make_template("**State: {{ sender }}**\n"), {"sender": "A **b**", "survey_title": ""})

        assert letter.text == "State: A **b**\n"

    @pytest.mark.parametrize("mark", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\f", "\n \r"])
    def test_a_line_break_never_reaches_a_subject(self, mark):
        letter = render(make_template(), {"sender": "A", "survey_title": f"One{mark}Bcc: two"})

        assert re.sub(" +", " ", letter.subject) == "One Bcc: two"
        assert len(letter.subject.splitlines()) == 1

    def test_a_line_break_in_a_value_makes_no_line(self):
        letter = render(make_template(), {"sender": "A\n\n# B", "survey_title": ""})

        assert letter.text == "A # B\n"
        assert "h1" not in Reader(letter.html).tags

    def test_no_break_spaces_of_a_subject_stay(self):
        assert one_line("Enquête « X » : suite\u202f!") == "Enquête « X » : suite\u202f!"


class TestHtml:
    def test_a_value_is_no_markup(self):
        value = "<script>alert(1)</script> [x](javascript:1) **b** `c` ![i](http://e/i) &lt; \\"
        letter = render(make_template(), {"sender": value, "survey_title": ""})

        page = Reader(letter.html)
        assert page.tags == ["html", "head", "meta", "title", "body", "p", "bdi"]
        assert value in page.text

    def test_a_value_begins_no_list(self):
        page = Reader(render(make_template(), {"sender": "1. Director", "survey_title": ""}).html)

        assert "ol" not in page.tags
        assert "1. Director" in page.text

    def test_markup_in_a_template_is_none_either(self):
        page = Reader(render(make_template("<b>{{ sender }}</b>\n"), {"sender": "A", "survey_title": ""}).html)

        assert "b" not in page.tags

    def test_an_address_is_a_link(self):
        body = "{{ url }}\n\n{{ office_email }}\n"
        values = {"url": "https://e.org/a_b_/?x=1&y=2", "office_email": "a_b@e.org", "survey_title": ""}

        assert Reader(render(make_template(body), values).html).links == [
            "https://e.org/a_b_/?x=1&y=2",
            "mailto:a_b@e.org",
        ]

    def test_what_is_no_address_is_no_link(self):
        values = {"url": "javascript:alert(1)", "survey_title": ""}

        page = Reader(render(make_template("{{ url }}\n"), values).html)
        assert page.links == []
        assert "javascript:alert(1)" in page.text

    def test_lists_stand_as_lists(self):
        body = "Before\n\n{{ sections }}\n\nAfter\n"
        letter = render(make_template(body), {"sections": "- One *1*\n- Two <2>", "survey_title": ""})

        assert "<ul>\n<li>One *1*</li>\n<li>Two &lt;2&gt;</li>\n</ul>" in letter.html
        assert letter.text == "Before\n\n- One *1*\n- Two <2>\n\nAfter\n"

    def test_the_reference_stands_in_its_head(self):
        letter = render(make_template(), {"sender": "A", "survey_title": ""}, reference="ilms2003/FRA/<x>")

        assert "<p><bdi>ilms2003/FRA/&lt;x&gt;</bdi></p>" in letter.html
        assert "ilms2003" not in letter.text

    def test_a_plain_letter_gets_paragraphs_links_and_its_direction(self):
        text = "مرحبا <b>\n\nhttps://e.org/x?a=1&b=2\nسطر\n"

        page = Reader(html_of_text("موضوع", text, "ar", "rtl"))

        assert page.root == {"lang": "ar", "dir": "rtl"}
        assert page.links == ["https://e.org/x?a=1&b=2"]
        assert page.tags.count("p") == 2 and "b" not in page.tags


class TestScripts:
    def test_arabic_isolates_what_may_be_latin(self):
        letter = render(template_of("acknowledgement", "ar"), values_for(template_of("acknowledgement", "ar")))

        assert f"\u2068{VALUES['receipt_number']}\u2069" in letter.text
        assert "<bdi>R-2003_0001_x</bdi>" in letter.html
        assert f"\n{VALUES['url']}\n" in letter.text
        assert len(re.findall("\u2068", letter.text)) == len(re.findall("\u2069", letter.text)) > 0

    def test_a_value_cannot_close_its_isolate(self):
        template = make_template(language="ar")

        letter = render(template, {"sender": "a\u2069b\u2067c", "survey_title": ""})

        assert letter.text == "\u2068abc\u2069\n"
        assert "<bdi>abc</bdi>" in letter.html

    def test_other_scripts_hold_no_invisible_marks_in_plain_text(self):
        for language in ("en", "fr", "ru", "zh"):
            template = template_of("acknowledgement", language)
            assert not ISOLATES.search(render(template, values_for(template)).text)

    def test_french_keeps_its_no_break_spaces(self):
        template = template_of("invitation", "fr")

        letter = render(template, values_for(template, survey_title="Enquête 2003"))

        assert letter.subject == "Invitation à participer à l’enquête «\u00a0Enquête 2003\u00a0»"
        assert "État Membre\u00a0:" in letter.text
        assert "État Membre\u00a0:" in letter.html

    def test_russian_keeps_its_numero_with_a_no_break_space(self):
        template = template_of("acknowledgement", "ru")
        letter = render(template, values_for(template))

        assert "№\u00a01" in letter.text
        assert "№\u00a0<bdi>1</bdi>" in letter.html

    def test_chinese_has_no_space_put_in(self):
        template = template_of("acknowledgement", "zh")
        letter = render(template, values_for(template, received_on="2003年10月1日"))

        assert "2003年10月1日" in letter.text
        assert not re.search("[\u4e00-\u9fff] 2003年10月1日", letter.text)
