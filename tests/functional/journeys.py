"""What the journeys share: letters that the product sent, dates typed in three boxes, a hand in the record."""

import re
from email import message_from_string, policy

from tests.factories.demonstration import run

MANAGER = "owen.farrow@thornley.example"
COUNCIL_LEAD = "ruth.abara@thornley.example"
POLICE_LEAD = "leon.varga@thornley.example"
NHS_LEAD = "priya.nandakumar@thornley.example"


def letters(folder, to):
    """The e-mails to ``to`` so far, oldest first: the demonstration prints them where it is served."""
    printed = (folder / "serve.log").read_text(errors="replace")
    found = []
    for part in re.split(r"^-{79}$", printed, flags=re.MULTILINE):
        start = part.find("Content-Type: text/plain")
        if start >= 0:
            letter = message_from_string(part[start:], policy=policy.default)
            if to in letter["To"]:
                found.append(letter)
    return found


def last_letter(folder, to, about=""):
    """The words of the newest e-mail to ``to`` whose words hold ``about``."""
    found = [words for words in (letter.get_content() for letter in letters(folder, to)) if about in words]
    assert found, f"no e-mail to {to} about “{about}” was sent"
    return found[-1]


def link_in(words):
    return re.search(r"http://\S+/desk/\S+", words)[0]


def lscp(folder, *arguments, **environment):
    """Run the command over a folder; the finished process."""
    return run("lscp", folder, *arguments, **environment)


def by_hand(folder, code, **environment):
    """Run Python inside the record, for what no page does: let time pass, or tamper."""
    done = run("lscp.config.manage", folder, "shell", "-v0", "-c", code, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def fill_date(page, question, day):
    """Type a ``date`` into the three boxes of ``question``."""
    boxes = page.get_by_role("group", name=question)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label).fill(str(number))


def click(what):
    """Click, and wait until the page that it leads to is there to its end, with its styles and scripts: Playwright's
    own click comes back when the answer begins, and whoever looks then may see half a page."""
    what.click()
    what.page.wait_for_load_state()


def press(page, button):
    click(page.get_by_role("button", name=button, exact=True))


def follow(page, link):
    """Follow a link by its words, whether it looks like one or like a button."""
    click(page.get_by_role("link", name=link).or_(page.get_by_role("button", name=link)).first)


def main(page):
    """The words of a page between its header and its footer."""
    page.wait_for_load_state()
    return page.locator("main").inner_text()


def set_action(page, text, *, agency, person, due):
    """Set an action of one's own in a thread of the demonstration; its page is the thread afterwards."""
    page.goto("/desk/threads?words=second+reader")
    follow(page, "A second reader looks at every referral")
    follow(page, "Set an action")
    page.get_by_label("What will be done?").fill(text)
    page.get_by_label("Agency that owns it").select_option(label=agency)
    page.get_by_label("Person who owns it").select_option(
        label=page.get_by_label("Person who owns it").locator("option", has_text=person).first.inner_text()
    )
    fill_date(page, "Due date", due)
    press(page, "Set the action")
    return page.get_by_role("region", name=text)


SECOND_OFFICER = "rosa.quill@thornley.example"


def give_a_second_officer(folder):
    """One more partnership manager, so that two people can keep the same record at once."""
    by_hand(
        folder,
        f"""
from lscp import scope
from lscp.demo.cast import PASSWORD
from lscp.partnerships import operations
from lscp.partnerships.models import Partnership, Person, Post
with scope.of_all("a second officer"):
    if not Person.objects.filter(email={SECOND_OFFICER!r}).exists():
        here = Partnership.objects.get(code="thornley")
        post = Post.objects.select_related("agency").get(person__name="Owen Farrow", ended=None)
        rosa = operations.add_person(here, name="Rosa Quill", agency=post.agency, title="Partnership Officer",
                                     started=post.started, email={SECOND_OFFICER!r})
        operations.open_account(rosa, email=rosa.email, password=PASSWORD, partnership=here)
        operations.give_role(rosa, "manager", partnership=here, agency=post.agency, started=post.started)
""",
    )
