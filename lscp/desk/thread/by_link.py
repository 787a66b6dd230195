"""The page behind an e-mail link: one action, three choices and a box. No account, and nothing else.

Opening it uses nothing up, because programs that check e-mails open links too; sending the answer does.
"""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from lscp import scope
from lscp.desk.pages import ANYONE, page
from lscp.desk.thread.forms import ReportForm
from lscp.desk.thread.steps import try_to
from lscp.documents import rules as document_rules
from lscp.golden_thread import operations
from lscp.golden_thread.links import LinkHolder
from lscp.golden_thread.rules import link_exists, link_is_unused
from lscp.refusal import Refused, refuse_if


@never_cache
@page(ANYONE)
def answer(request, token):
    try:
        link = operations.redeem(token, timezone.now())
    except Refused as refused:
        return _closed(request, refused.refusal, token)
    with scope.within(LinkHolder(link).scope()):
        form = ReportForm(request.POST or None, request.FILES or None)
        if form.is_valid() and try_to(form, _send, token, **form.cleaned_data):
            return redirect("desk:do", token)
        return render(request, "desk/thread/by_link.html", _shown(link) | {"form": form})


def _send(token, *, outcome, text, file):
    if file:
        refuse_if(document_rules.may_be_so_large(file.size))
    return operations.answer_by_link(
        token,
        outcome=outcome,
        text=text,
        at=timezone.now(),
        content=file.read() if file else None,
        name=file.name if file else "",
    )


def _shown(link):
    source = link.action.recommendation.finding.source
    return {
        "link": link,
        "action": link.action,
        "why": link.action.recommendation.finding.text,
        "source": source,
        "of_partnership": source.partnership,
    }


def _closed(request, refusal, token):
    """A link that opens nothing says so, and what to do next."""
    wrong, used = refusal.rule == link_exists.__doc__[:5], refusal.rule == link_is_unused.__doc__[:5]
    shown = {"refusal": refusal, "used": used, "unsent": request.POST.get("text", "").strip()}
    if not wrong:
        shown["of_partnership"] = operations.partnership_of(token)
    return render(
        request,
        "desk/thread/link_closed.html",
        shown,
        status=404 if wrong else 200 if used else 410,
    )
