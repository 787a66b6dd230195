"""Loads the fictional partnership by walking through the operations, once; and tells what was made and where."""

from django.conf import settings
from django.utils import timezone

from lscp import scope
from lscp.demo import cast as casting
from lscp.demo import committee, incidents, meetings, reports, scorecard, threads
from lscp.partnerships.models import Partnership, RoleHeld

SIGN_INS = [
    ("manager", "keeps everything: start here"),
    ("council_lead", "decides on serious incidents, signs the report"),
    ("police_lead", "the same for the police"),
    ("nhs_lead", "the same for the NHS"),
    ("school_contact", "a school's contact: sees what is theirs"),
    ("scrutineer", "reads everything, judges impact"),
    ("committee_officer", "brings in committee papers"),
    ("administrator", "gives roles, reads the journal"),
]


def load(progress=lambda line: None, today=None):
    """Make the partnership unless it is there already; returns its code. A second run changes nothing."""
    if Partnership.objects.filter(code=casting.CODE).exists():
        progress("The demonstration is loaded already.")
        return casting.CODE
    today = today or timezone.localdate()
    with scope.of_all("loading the demonstration"):
        progress("The partnership, its people, groups and priorities …")
        cast = casting.assemble(today)
        progress("Three years of learning, from source to impact …")
        threads.inherited(cast)
        threads.play(cast, today)
        progress("Serious incidents and their clocks …")
        incidents.play(cast, today)
        progress("Meetings …")
        meetings.play(cast, today)
        progress("A committee's minutes, read and accepted …")
        committee.play(cast, today)
        progress("An extract counted, returns sent, a scorecard …")
        scorecard.play(cast, today)
        progress("Annual reports: written, checked, signed, frozen, published, corrected …")
        reports.play(cast, today)
    return casting.CODE


def tell(code):
    """What was made, where it is, and who can sign in: text for the terminal."""
    from lscp.golden_thread.models import Action, Recommendation, Source
    from lscp.journal.models import Event
    from lscp.shelf.models import Edition

    with scope.of_partnership(code):
        counts = f"{Source.objects.count()} sources, {Recommendation.objects.count()} recommendations, "
        counts += f"{Action.objects.count()} actions, {scorecard.figures():,} figures of the scorecard"
        mail = {held.person_id: held.person.email for held in RoleHeld.objects.select_related("person")}
        names = {name: address for name, address in ((p, _address(p, mail)) for p, _ in SIGN_INS) if address}
    editions = Edition.objects.filter(partnership=code)
    site = settings.SITE_ADDRESS
    lines = [
        "",
        f"Thornley Safeguarding Children Partnership (fictional): {counts}, {Event.objects.count()} journal events.",
        "",
        f"Public site   {site}/",
        f"Desk          {site}/desk/",
        *(
            f"Published     {site}/{code}/{edition.work}/{edition.number}/"
            for edition in editions
            if edition.kind == "report"
        ),
        "",
        "E-mails (a chased owner's link, a reminder, a new password) are printed in this window.",
        "",
        f"Sign in with the password {casting.PASSWORD} as:",
        *(f"  {names[key]:<34} {words}" for key, words in SIGN_INS if key in names),
    ]
    return "\n".join(lines)


def _address(key, mail):
    name = casting.PEOPLE[key][0].lower().split()
    address = f"{name[0]}.{name[-1]}@thornley.example"
    return address if address in mail.values() else None
