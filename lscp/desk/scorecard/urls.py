"""Addresses of this room of the desk."""

from django.urls import path

from lscp.desk.scorecard import decide, gaps, indicator, published, returns, scorecard, timeline

urlpatterns = [
    path("scorecard/", scorecard.scorecard, name="scorecard"),
    path("scorecard/front-door", timeline.front_door, name="front_door"),
    path("scorecard/indicators", published.catalogue, name="catalogue"),
    path("scorecard/published", published.published, name="published"),
    path("scorecard/targets/<int:pk>/end", decide.end_target, name="target_end"),
    path("scorecard/limits/<int:pk>/undo", decide.undo_rebase, name="rebase_undo"),
    path("scorecard/followed/<int:pk>/end", decide.unfollow, name="unfollow"),
    path("scorecard/indicators/<str:code>", indicator.one, name="indicator"),
    path("scorecard/indicators/<str:code>/comment", decide.comment, name="indicator_comment"),
    path("scorecard/indicators/<str:code>/target", decide.target, name="indicator_target"),
    path("scorecard/indicators/<str:code>/limits", decide.rebase, name="indicator_rebase"),
    path("scorecard/indicators/<str:code>/owner", decide.owner, name="indicator_owner"),
    path("scorecard/indicators/<str:code>/follow", decide.follow, name="indicator_follow"),
    path("returns/", returns.listed, name="returns"),
    path("returns/ask", returns.ask, name="return_ask"),
    path("returns/send", returns.send, name="return_send"),
    path("returns/not-supplied", returns.not_supplied, name="not_supplied"),
    path("returns/requests/<int:pk>", returns.asked, name="return_request"),
    path("returns/requests/<int:pk>/move", returns.move, name="return_request_move"),
    path("returns/requests/<int:pk>/withdraw", returns.no_longer, name="return_request_withdraw"),
    path("returns/<int:pk>", returns.one, name="return"),
    path("returns/<int:pk>/file", returns.file, name="return_file"),
    path("returns/<int:pk>/sign-off", returns.sign, name="return_sign"),
    path("returns/<int:pk>/withdraw", returns.withdraw, name="return_withdraw"),
    path("data-gaps/", gaps.listed, name="gaps"),
    path("data-gaps/add", gaps.add, name="gap_add"),
    path("data-gaps/<int:pk>", gaps.one, name="gap"),
    path("data-gaps/<int:pk>/edit", gaps.edit_one, name="gap_edit"),
    path("data-gaps/<int:pk>/step", gaps.step, name="gap_step"),
    path("data-gaps/<int:pk>/estimate", gaps.estimate, name="gap_estimate"),
]
