"""The public site: what is on the shelf, and nothing else. No sign-in, no cookie, no tracking."""

import json

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from lscp.public import summary
from lscp.public.serving import serve
from lscp.shelf import queries
from lscp.shelf.models import Edition, File
from lscp.shelf.operations import faults

PAGE, TEXT = "page.json", "document.json"
WORRIED = "worried-about-a-child"
DOWNLOADS = ("report.pdf", "report.docx", "tables.ods")
PAGES = (
    "index.html",
    "easy-read.html",
    "children.html",
)  # what is read in the browser: the report, and it told again
GENERAL = "Safeguarding children partnerships"


@require_safe
def icon(request):
    return redirect(static("design/favicon.svg"))


@require_safe
def home(request):
    shelves = [
        {"code": code, "name": name, "reports": queries.reports(works), "works": works}
        for code, name, works in queries.shelves()
    ]
    return render(request, "public/home.html", {"site_name": GENERAL, "shelves": shelves})


@require_safe
def partnership(request, code):
    """One partnership: its reports with every edition, and its pages."""
    name, works = _shelf(code)
    pages = [editions[0] for editions in works.values() if editions[0].kind == "page"]
    reports = queries.reports(works)
    facts = {
        "site_name": name,
        "code": code,
        "reports": reports,
        "pages": pages,
        "told": _told_again(reports),
    }
    return render(request, "public/partnership.html", facts)


@require_safe
def work(request, code, work):
    """The address without a number leads to the latest edition, and always will."""
    if work == WORRIED:
        return redirect("public:worried_here", code)
    editions = _editions(code, work)
    if editions[0].kind == "page":
        return _page(request, editions[0], editions)
    return redirect("public:edition", code, work, editions[0].number)


@require_safe
def edition(request, code, work, number):
    """The front of one edition: what replaced it or what it corrects, how to read it, and who signed it."""
    shown, editions = _edition(code, work, number)
    if shown.kind == "page":
        return _page(request, shown, editions)
    files = queries.files(shown)
    facts = {
        "site_name": shown.partnership_name,
        "code": code,
        "edition": shown,
        "editions": editions,
        "newer": _newer(shown, editions),
        "front": _front(shown),
        "told_again": [f for path in PAGES[1:] for f in files if f.path == path],
        "downloads": [f for path in DOWNLOADS for f in files if f.path == path],
        "tables": [f for f in files if f.path.startswith("tables/")],
    }
    return render(request, "public/edition.html", facts, status=410 if shown.withdrawn_because else 200)


@require_safe
def file(request, code, work, number, path):
    """The bytes of one file of an edition."""
    shown, editions = _edition(code, work, number)
    if shown.withdrawn_because:
        return edition(request, code, work, number)
    found = get_object_or_404(File, edition=shown, path=path)
    newer = _newer(shown, editions)
    notice = None
    if newer and path in PAGES and "as-published" not in request.GET:
        address = _same_page(newer, path)
        words = f"This is edition {shown.number}. Edition {newer.number} replaced it."
        notice = (words, address, f"{request.path}?as-published")
    return serve(request, found, notice=notice)


@require_safe
def proof(request, code, work, number):
    """The hash of each file, checked now, with who signed and how anybody can check for themselves."""
    shown, _ = _edition(code, work, number)
    facts = {
        "site_name": shown.partnership_name,
        "code": code,
        "edition": shown,
        "files": queries.files(shown),
        "faults": faults(shown),
    }
    return render(request, "public/proof.html", facts)


@require_safe
def verify(request):
    """What the numbers under an edition prove, and the number of each edition."""
    editions = Edition.objects.order_by("partnership_name", "-period_end", "work", "-number")
    return render(request, "public/verify.html", {"site_name": GENERAL, "editions": editions})


@require_safe
def accessibility(request):
    return render(request, "public/accessibility.html", {"site_name": GENERAL})


@require_safe
def glossary(request):
    """The words of every partnership that published them, each word once for each meaning."""
    terms = {}
    for _, name, works in queries.shelves():
        published = queries.page(works, "glossary")
        for section in _content(published)["sections"] if published else []:
            terms.setdefault((section["heading"], " ".join(section["paragraphs"])), []).append(name)
    listed = sorted(terms.items(), key=lambda row: row[0][0].lower())
    return render(request, "public/glossary.html", {"site_name": GENERAL, "terms": listed})


@require_safe
def worried(request, code=None):
    """Worried about a child: emergency first, then whom to tell. A partnership's own words stand above the general."""
    facts = {"site_name": GENERAL, "code": code, "local": None, "shelves": []}
    if code is None:
        facts["shelves"] = [(c, name) for c, name, works in queries.shelves()]
    else:
        name, works = _shelf(code)
        published = queries.page(works, WORRIED)
        facts |= {"site_name": name, "local": _content(published) if published else None}
    return render(request, "public/worried.html", facts)


# ── Finding things on the shelf ───────────────────────────────────────────────────────────────────────────


def _shelf(code):
    found = queries.shelf_of(code)
    if found is None:
        raise Http404("Nothing has been published at this address.")
    return found


def _editions(code, work):
    editions = queries.editions_of(code, work)
    if not editions:
        raise Http404("Nothing has been published at this address.")
    return editions


def _edition(code, work, number):
    editions = _editions(code, work)
    shown = next((edition for edition in editions if edition.number == number), None)
    if shown is None:
        raise Http404("There is no edition of this number.")
    return shown, editions


def _newer(shown, editions):
    return editions[0] if editions[0].number > shown.number else None


def _told_again(reports):
    """``{edition's key: its pages for other readers}`` of the latest edition of each report."""
    latest = [editions[0] for editions in reports if not editions[0].withdrawn_because]
    files = File.objects.filter(edition__in=latest, path__in=PAGES[1:]).defer("content").order_by("-path")
    return {edition.pk: [file for file in files if file.edition_id == edition.pk] for edition in latest}


def _same_page(newer, path):
    """The address of this page in a newer edition, or of its front where that tells it no more."""
    place = [newer.partnership, newer.work, newer.number]
    kept = File.objects.filter(edition=newer, path=path).exists() and not newer.withdrawn_because
    return reverse("public:file", args=[*place, path]) if kept else reverse("public:edition", args=place)


def _content(edition):
    """What a published page says: its bytes are JSON, and this site gives them their look."""
    return json.loads(bytes(get_object_or_404(File, edition=edition, path=PAGE).content))


def _front(shown):
    """What stands first in the signed text; None where this edition has no text to read (or it was withdrawn)."""
    signed = None if shown.withdrawn_because else File.objects.filter(edition=shown, path=TEXT).first()
    return summary.front(bytes(signed.content)) if signed else None


def _page(request, shown, editions):
    facts = {
        "site_name": shown.partnership_name,
        "code": shown.partnership,
        "edition": shown,
        "editions": editions,
        "newer": _newer(shown, editions),
        "content": None if shown.withdrawn_because else _content(shown),
    }
    return render(request, "public/page.html", facts, status=410 if shown.withdrawn_because else 200)
