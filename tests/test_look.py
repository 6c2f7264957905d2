"""The house rules of the dress: contrast, one shadow, no physical sides, nothing inline, no missing icon."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html"))
TOKENS = (ROOT / "static/css/tokens.css").read_text()
LIGHT, DARK = TOKENS.split("prefers-color-scheme: dark", 1)

PAPERS = ["paper", "paper-sunken"]
TEXTS = [
    *[(ink, paper, 4.5) for ink in ("ink", "ink-muted", "accent", "ok", "attention", "stop") for paper in PAPERS],
    *[("ink", soft, 4.5) for soft in ("accent-soft", "ok-soft", "attention-soft", "stop-soft")],
    ("accent", "accent-soft", 4.5),
    ("accent-strong", "accent-soft", 4.5),
    ("stop", "stop-soft", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-strong", 4.5),
    ("on-deep", "deep", 4.5),
    ("on-deep-muted", "deep", 4.5),
    *[("line-strong", paper, 3) for paper in PAPERS],
    ("focus", "focus-line", 3),
    ("focus", "deep", 3),
]


def rules(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2 for #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize(("front", "back", "least"), TEXTS)
def test_light_colours_contrast(front, back, least):
    light = colours(LIGHT)
    assert contrast(light[front], light[back]) >= least


@pytest.mark.parametrize(("front", "back", "least"), TEXTS)
def test_dark_colours_contrast(front, back, least):
    dark = colours(LIGHT) | colours(DARK)
    assert contrast(dark[front], dark[back]) >= least


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_know_start_and_end_but_no_left_and_right(sheet):
    physical = re.findall(r"(?<!-)\b(?:left|right|(?:margin|padding|border)-(?:top|bottom))\b", rules(sheet))
    assert physical == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_use_no_gradient_and_force_nothing(sheet):
    assert re.findall(r"gradient|!important", sheet.read_text()) == []


def test_only_what_floats_has_a_shadow():
    shadows = re.findall(r"box-shadow: ([^;]+);", "".join(sheet.read_text() for sheet in SHEETS))
    assert sorted(shadows) == ["0 0 0 2px var(--focus-line)", "none", "var(--floating)"]


def test_colours_stand_in_tokens_only():
    others = [sheet for sheet in SHEETS if sheet.name not in {"tokens.css", "paper.css"}]
    assert [sheet.name for sheet in others if re.search(r"#[0-9a-f]{3,8}\b|rgb\(", sheet.read_text())] == []


def test_every_variable_is_defined():
    text = "".join(sheet.read_text() for sheet in SHEETS)
    defined = set(re.findall(r"(--[\w-]+):", text))
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) - defined == set()


def test_every_address_in_a_sheet_is_a_file():
    for sheet in SHEETS:
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert (sheet.parent / address).is_file(), f"{sheet.name}: {address}"


def test_vendored_sheets_name_no_missing_source_map():
    assert [
        path.name for path in (ROOT / "static/vendor").glob("*.css") if "sourceMappingURL" in path.read_text()
    ] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_put_nothing_inline(template):
    text = template.read_text()
    assert re.findall(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", text) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_ask_for_icons_that_exist(template):
    icons = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/icons.svg").read_text()))
    asked = set(re.findall(r'icons\.svg" %}#([\w-]+)"', template.read_text()))
    assert asked - icons == set()


def test_components_open_with_their_arguments():
    silent = [
        path.name
        for path in (ROOT / "templates/components").glob("*.html")
        if not re.match(r"\{# .*(Arguments|Reads|Context)", path.read_text())
    ]
    assert silent == []
