"""Addresses of this room of the desk."""

from django.urls import path

from lscp.desk.thread import act, by_link, files, impact, keep, lists, one, succession

urlpatterns = [
    path("threads", lists.threads, name="threads"),
    path("threads/attention", lists.attention, name="attention"),
    path("threads/<int:pk>", one.thread, name="thread"),
    path("threads/<int:pk>/change", keep.edit_recommendation, name="edit_recommendation"),
    path("threads/<int:pk>/answer", keep.respond, name="respond"),
    path("threads/<int:pk>/ask-another", keep.address, name="ask_another"),
    path("threads/<int:pk>/standing", keep.standing, name="say_standing"),
    path("threads/<int:pk>/withdraw", keep.withdraw, name="withdraw_recommendation"),
    path("threads/<int:pk>/action", act.assign, name="assign"),
    path("threads/<int:pk>/test", impact.state_test, name="state_test"),
    path("impacts/<int:pk>/judge", impact.judge, name="judge_impact"),
    path("sources", lists.sources, name="sources"),
    path("sources/new", keep.new_source, name="new_source"),
    path("sources/take-over", succession.inherit, name="inherit"),
    path("sources/<int:pk>", one.source, name="source"),
    path("sources/<int:pk>/change", keep.edit_source, name="edit_source"),
    path("sources/<int:pk>/finding", keep.new_finding, name="new_finding"),
    path("findings/<int:pk>/change", keep.edit_finding, name="edit_finding"),
    path("findings/<int:pk>/recommend", keep.recommend, name="recommend"),
    path("actions", lists.actions, name="actions"),
    path("actions/<int:pk>", act.action, name="action"),
    path("actions/<int:pk>/change", act.edit_action, name="edit_action"),
    path("actions/<int:pk>/report", act.report, name="update_action"),
    path("actions/<int:pk>/evidence", act.add_evidence, name="add_evidence"),
    path("actions/<int:pk>/verify", act.verify, name="verify_action"),
    path("actions/<int:pk>/step", act.add_milestone, name="add_milestone"),
    path("actions/<int:pk>/chase", act.chase, name="chase"),
    path("steps/<int:pk>/reached", act.reach_milestone, name="reach_milestone"),
    path("links/<int:pk>/revoke", act.revoke_link, name="revoke_link"),
    path("documents/<int:pk>", files.document, name="document"),
    path("do/<str:token>", by_link.answer, name="do"),
]
