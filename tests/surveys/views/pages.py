"""Read pages as a browser would: the fields that a form would send, and the texts at a place."""

from html.parser import HTMLParser

from django.urls import reverse


class FormReader(HTMLParser):
    """Collects what the forms of a page would send as they stand: (name, value) in order; not those in dialogs."""

    def __init__(self):
        super().__init__()
        self.fields = []
        self.textarea = None
        self.select = None
        self.in_dialog = False

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.in_dialog = self.in_dialog or tag == "dialog"
        if self.in_dialog:
            return
        if tag == "textarea":
            self.textarea = (given.get("name"), [])
        elif tag == "select":
            self.select = given.get("name")
        elif tag == "option" and self.select and "selected" in given:
            self.fields.append((self.select, given.get("value", "")))
        elif tag == "input" and "name" in given:
            is_choice = given.get("type") in ("radio", "checkbox")
            # A control without a chosen file sends no field, but a file without a name.
            if given.get("type") == "file":
                return
            if not is_choice or "checked" in given:
                self.fields.append((given["name"], given.get("value", "on" if is_choice else "")))

    def handle_endtag(self, tag):
        self.in_dialog = self.in_dialog and tag != "dialog"
        if tag == "textarea" and self.textarea:
            name, pieces = self.textarea
            self.fields.append((name, "".join(pieces).removeprefix("\n")))
            self.textarea = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1].append(data)


def form_of(response):
    """What the page's forms would send as they stand: lists of values by name."""
    reader = FormReader()
    reader.feed(response.content.decode())
    found = {}
    for name, value in reader.fields:
        found.setdefault(name, []).append(value)
    return found


def filled(response, **changes):
    """The page's form with some answers typed into it: `value__x` stands for the field `value:x`."""
    typed = {name.replace("__", ":", 1): value for name, value in changes.items()}
    values = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    return {**form_of(response), **values}


SIGNATURE = {
    "signatory_name": "A. Minister",
    "signatory_title": "Minister",
    "signatory_authority": "For the Government",
    "declared": "on",
}


def address(name, survey_return, *more):
    """The address of a page of this return."""
    return reverse(f"surveys:{name}", args=[survey_return.survey.slug, survey_return.member_state.iso3, *more])


def text_of(response):
    """The page as HTML."""
    return response.content.decode()


def sign(client, survey_return, **changes):
    """Fill in the signature under the answers and send it: what was sent, and the answer to it."""
    page = client.get(address("return_check", survey_return))
    data = {**form_of(page), **SIGNATURE, **changes}
    return data, client.post(address("return_submit", survey_return), data)
