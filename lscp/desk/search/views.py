"""Search over the record, and where each thing found is read; a question is answered before what was found."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse

from lscp.briefing.search import BY_CODE, KINDS
from lscp.briefing.search import search as look_for
from lscp.desk.downloads import PAGE, download
from lscp.desk.pages import page
from lscp.desk.search import answers
from lscp.partnerships.roles import May

# The page on which a hit of each kind is read, by the id the search gives.
PAGES = {
    "recommendation": "desk:thread",
    "action": "desk:action",
    "finding": "desk:source",
    "source": "desk:source",
    "evidence": "desk:thread",
    "impact": "desk:thread",
    "decision": "desk:meeting",
    "question": "desk:paper",
    "priority": "desk:priority",
    "group": "desk:group",
    "agency": "desk:agency",
    "person": "desk:person",
}
FIRST_OF_EACH = 5
LONGEST = 400  # letters of a question; a page that was pasted in is cut


@page(May.READ_RECORD, May.READ_OWN, methods=["GET", "HEAD"])
def search(request):
    """A question in anybody's words; what the record answers, and what it holds, by kind, with a link to each thing."""
    question = request.GET.get("q", "")[:LONGEST]
    only = BY_CODE.get(request.GET.get("kind"))
    told = None if only else answers.told(question, request)
    if told and (file := download(request, told.figures)):
        return file
    found = look_for(question, [only] if only else KINDS)
    groups = [_group(kind, found.hits[kind.code], only, request) for kind in KINDS if kind.code in found.hits]
    context = {"question": question, "found": found, "groups": groups, "only": only, "told": told}
    return render(request, "desk/search/search.html", context)


@page(May.READ_RECORD, May.READ_OWN, methods=["GET", "HEAD"])
def questions(request):
    """The questions that members ask, and whether the record answers each."""
    table = answers.questions()
    answered = sum(answer.text is not None for _, answer in table.things)
    return download(request, table) or render(
        request, "desk/search/questions.html", {"table": table, "answered": answered}
    )


def _group(kind, hits, only, request):
    """The first few of a kind, or a page of all of them where one kind is asked for."""
    page_ = Paginator(hits, PAGE if only else FIRST_OF_EACH).get_page(request.GET.get("page") if only else 1)
    return {
        "kind": kind,
        "count": len(hits),
        "page": page_,
        "lines": [(hit, _address(hit)) for hit in page_],
    }


def _address(hit):
    address = reverse(PAGES[hit.kind], args=[hit.shown_on])
    return f"{address}#found-{hit.pk}" if hit.kind == "question" else address
