"""Mail written to files is read back by the Office, but for what opens accounts."""

import re
from datetime import date

import pytest

from surveys.actions.letters import write_account_letter
from surveys.emails.files import mail_files
from surveys.models import Job, Letter
from surveys.models.history import acting_as
from surveys.tasks import deliver_letter
from tests.factories import AT, make_return, make_state, make_submission, make_survey, make_user

pytestmark = pytest.mark.django_db

URL = "/surveys/ilms2003/mail/"
FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture(autouse=True)
def to_files(settings, tmp_path):
    settings.PORTAL_TODAY = date(2003, 10, 2)
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILES, tmp_path / "mail"
    return settings.EMAIL_FILE_PATH


@pytest.fixture
def staff(client):
    user = make_user("farid@example.org", groups=["office_staff"])
    client.force_login(user)
    return user


@pytest.fixture
def sent(staff):
    """An acknowledgement that the worker has delivered."""
    make_submission(make_return(make_survey(), make_state("FRA"), staff=staff))
    letter = Letter.objects.get(kind="acknowledgement")
    deliver(letter)
    return letter


def deliver(letter):
    Job.objects.filter(pk=letter.job_id).update(state="queued")
    deliver_letter(letter.job_id)


def text(response):
    return " ".join(re.sub("<[^>]*>", " ", response.content.decode()).split())


def test_a_mail_is_parsed_with_both_its_parts(sent, to_files):
    [parsed] = mail_files(to_files)

    assert (parsed.letter, parsed.subject, parsed.to) == (sent.pk, sent.subject, ", ".join(sent.addressees))
    assert parsed.text == sent.body
    assert parsed.html.rstrip() == sent.html.rstrip()
    assert parsed.at is not None


def test_arabic_comes_back_as_it_was(sent, to_files):
    with acting_as("tests"):
        Letter.objects.filter(pk=sent.pk).update(
            state="due", subject="موضوع «كذا»", body="سطر\n\nسطر\n", html="<p>سطر</p>\n", language="ar"
        )
    deliver(sent)

    newest = next(each for each in mail_files(to_files) if each.subject != sent.subject)
    assert (newest.subject, newest.text, newest.html) == ("موضوع «كذا»", "سطر\n\nسطر\n", "<p>سطر</p>\n")


def test_the_page_shows_it_with_its_letter(client, sent):
    page = client.get(URL)

    assert [each["letter"].pk for each in page.context["mails"]] == [sent.pk]
    assert sent.get_absolute_url() in page.content.decode()
    assert "&lt;html lang=&quot;en&quot; dir=&quot;ltr&quot;&gt;" in page.content.decode()


def test_mail_about_accounts_is_not_shown(client, sent, to_files):
    with acting_as("tests"):
        account = write_account_letter(
            occasion="x", language="en", addressee="lena@example.org", subject="Link", body="zqlinkqz", at=AT
        )
    deliver(account)
    assert {each.letter for each in mail_files(to_files)} == {sent.pk, account.pk}

    page = client.get(URL)

    assert [each["letter"].pk for each in page.context["mails"]] == [sent.pk]
    assert "zqlinkqz" not in page.content.decode()


def test_mail_of_another_survey_is_not_shown(client, sent, staff):
    make_return(make_survey("other"), make_state("DEU"), staff=staff)

    assert client.get("/surveys/other/mail/").context["mails"] == []


def test_what_is_no_mail_is_passed_over(client, sent, to_files):
    (to_files / "20991231-000000-1.log").write_bytes(b"\xff\xfe not a mail\n" + b"-" * 79 + b"\n")
    (to_files / "20991231-000000-2.log").write_bytes(b"To: a@b.example\nX-Letter: invitation many\n\nhello\n")
    (to_files / "20991231-000000-3.log").write_bytes(
        b"To: a@b.example\nContent-Type: text/plain; charset=nothing\n\nhello\n"
    )

    assert [each["letter"].pk for each in client.get(URL).context["mails"]] == [sent.pk]


def test_there_may_be_no_folder_yet(client, staff):
    make_survey()

    assert "No mail on this survey has been written." in text(client.get(URL))


def test_with_a_mail_server_the_page_says_so(client, sent, settings):
    settings.EMAIL_BACKEND = "ilc_migration.mail.EmailBackend"

    page = client.get(URL)

    assert page.context["mails"] == []
    assert "Mail goes out by a mail server" in text(page)
