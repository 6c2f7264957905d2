"""What the shared components and the base page render."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

ICONS = (Path(__file__).resolve().parent.parent / "static/icons.svg").read_text()
STATUSES = ["not_sent", "sent", "opened", "in_progress", "received", "submitted"]
STATUSES += ["amended", "queried", "complete", "declined", "reopened"]


class Signature(forms.Form):
    name = forms.CharField(label="Name", help_text="As on <paper>.")
    title = forms.CharField(label="Title", required=False)
    channel = forms.ChoiceField(label="Channel", widget=forms.RadioSelect, choices=[("fax", "fax"), ("post", "post")])
    agree = forms.BooleanField(label="I am authorized", required=False)
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("The two do not fit together.")


def squeezed(html: str) -> str:
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", re.sub(r"\s+", " ", html)).strip()


def field(name: str, data: dict | None = None) -> str:
    return squeezed(render_to_string("components/field.html", {"field": Signature(data)[name]}))


def page(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context, RequestFactory().get("/surveys/?page=2"))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_field_ties_label_and_hint_to_the_control():
    html = field("name")
    assert '<label class="field-label" for="id_name">Name</label>' in html
    assert '<div class="hint" id="id_name_helptext">As on &lt;paper&gt;.</div>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert "error" not in html


def test_field_says_what_is_wrong_above_the_control():
    html = field("name", {"name": ""})
    assert html.index("This field is required.") < html.index("<input")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert html.startswith('<div class="field field-error">')


def test_field_marks_the_optional_one_only():
    assert '<span class="field-optional">(optional)</span>' in field("title")
    assert "(optional)" not in field("name") + field("agree")


def test_field_groups_choices_under_a_legend():
    html = field("channel", {"channel": "telex"})
    assert '<fieldset aria-describedby="id_channel_error">' in html
    assert '<legend class="field-label">Channel</legend>' in html
    assert html.count('type="radio"') == 2


def test_field_puts_the_words_of_a_checkbox_inside_its_target():
    assert re.search(
        r'<label class="choice" for="id_agree"><input type="checkbox"[^>]*><span>I am authorized',
        field("agree"),
    )


def test_field_shows_nothing_around_a_hidden_one():
    assert field("key") == '<input type="hidden" name="key" id="id_key">'


def test_error_summary_leads_to_each_field():
    html = squeezed(render_to_string("components/error_summary.html", {"form": Signature({})}))
    assert re.findall(r'href="#(\w+)"', html) == ["id_name", "id_channel_0", "id_key"]
    assert "<li>The two do not fit together.</li>" in html


def test_error_summary_takes_problems_of_questions():
    problems = [{"anchor": "stock_year", "message": "Give a <year>."}]
    html = render_to_string("components/error_summary.html", {"problems": problems})
    assert '<a href="#stock_year">Give a &lt;year&gt;.</a>' in html


def test_error_summary_is_silent_when_nothing_is_wrong():
    assert render_to_string("components/error_summary.html", {"form": Signature()}).strip() == ""


def test_form_fields_shows_every_field_once():
    html = render_to_string("components/form_fields.html", {"form": Signature()})
    assert sorted(re.findall(r' name="(\w+)"', html)) == [
        "agree",
        "channel",
        "channel",
        "key",
        "name",
        "title",
    ]


@pytest.mark.parametrize("status", STATUSES)
def test_status_has_shape_and_word(status):
    html = render_to_string("components/status.html", {"status": status})
    shape = re.search(r'#(status-\w+)"', html).group(1)
    assert f'id="{shape}"' in ICONS
    word = re.sub(r"<[^>]+>", "", html).strip()
    assert word
    assert "_" not in word


def test_statuses_differ_in_word():
    words = {
        re.sub(r"<[^>]+>", "", render_to_string("components/status.html", {"status": s})).strip() for s in STATUSES
    }
    assert len(words) == len(STATUSES)


def test_figure_shows_its_base():
    html = squeezed(
        render_to_string("components/figure.html", {"value": 90, "label": "received", "total": 176, "share": "51 %"})
    )
    assert 'of 176 ·<bdi dir="ltr">51 %</bdi>' in html
    assert "of" not in render_to_string("components/figure.html", {"value": 0, "label": "late"})


def test_bar_draws_the_share_in_any_language():
    with translation.override("de"):
        html = render_to_string("components/bar.html", {"label": "Afrika", "value": 1500, "total": 17600})
    assert 'viewBox="0 0 17600 1"' in html
    assert '<rect width="1500" height="1"/>' in html


def test_progress_names_its_bar():
    html = render_to_string(
        "components/progress.html", {"id": "answered", "label": "Answered", "done": 41, "total": 96}
    )
    assert '<label for="answered">' in html
    assert '<progress id="answered" max="96" value="41">' in html


def test_base_stands_without_any_context():
    html = render_to_string("base.html")
    assert '<html lang="en" dir="ltr">' in html
    assert "css/floor.css" in html
    assert "Demonstration data" not in html
    assert 'class="context"' not in html


def test_base_turns_round_for_arabic():
    with translation.override("ar"):
        html = render_to_string("base.html")
    assert '<html lang="ar" dir="rtl">' in html
    assert "css/floor.rtl.css" in html
    assert "css/floor.css" not in html


def test_base_names_survey_and_state_and_demonstration():
    html = page('{% extends "base.html" %}', survey="ILMS <2003>", member_state="Tunisia", demonstration=True)
    assert "<strong>ILMS &lt;2003&gt;</strong>" in html
    assert "<span>Tunisia</span>" in html
    assert "Demonstration data: answers are invented" in html


def test_base_offers_each_language_in_itself_and_comes_back():
    html = page('{% extends "base.html" %}')
    names = re.findall(r'<button[^>]*name="language" value="([\w-]+)"[^>]*>([^<]+)</button>', squeezed(html))
    assert names == [
        ("en", "English"),
        ("fr", "Français"),
        ("es", "Español"),
        ("ar", "العربية"),
        ("zh-hans", "中文"),
        ("de", "Deutsch"),
        ("ru", "Русский"),
    ]
    assert '<input type="hidden" name="next" value="/surveys/?page=2">' in html


def test_base_loads_no_web_font_for_a_connection_that_saves_data():
    request = RequestFactory().get("/", headers={"save-data": "on"})
    assert "css/fonts.css" not in render_to_string("base.html", {"request": request})
    assert "css/fonts.css" in render_to_string("base.html", {"request": RequestFactory().get("/")})


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "409", "413", "500", "503"])
def test_error_pages_stand_alone(code):
    html = render_to_string(f"{code}.html")
    assert re.search(r"<h1>\S", html)
    assert "<title> –" not in html


def test_unavailable_keeps_the_text_and_the_token():
    text = "\nEqual treatment of <nationals> and migrants,\nand more."
    context = {
        "method": "POST",
        "path": "/surveys/2/",
        "csrf": "t" * 64,
        "posted": [("aims", text), ("write_key", "k1")],
    }
    html = render_to_string("503.html", context)
    assert '<form method="post" action="/surveys/2/">' in html
    assert f'<input type="hidden" name="csrfmiddlewaretoken" value="{"t" * 64}">' in html
    assert '<input type="hidden" name="write_key" value="k1">' in html
    # A browser drops the first line break inside a textarea; the one that was typed must stay.
    assert "\n\nEqual treatment of &lt;nationals&gt; and migrants,\nand more.</textarea>" in html


def test_unavailable_does_not_speak_of_saving_to_a_reader():
    html = render_to_string("503.html", {"method": "GET", "path": "/surveys/2/", "posted": []})
    assert "Not saved" not in html
    assert "<form" not in html


def test_stale_page_keeps_the_text():
    html = render_to_string(
        "403_csrf.html", {"path": "/x/", "posted": [("aims", "a" * 41)]}, RequestFactory().get("/x/")
    )
    assert f"{'a' * 41}</textarea>" in html
    assert 'name="csrfmiddlewaretoken"' in html
