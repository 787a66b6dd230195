"""Addresses of the annual report: writing, checking, signing, publishing, correcting."""

from django.urls import path

from lscp.desk.report import asking, by_link, publishing, signing, views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/new", views.new, name="report_new"),
    path("reports/pages", publishing.site_pages, name="site_pages"),
    path("reports/pages/<slug:work>", publishing.publish_page, name="site_page"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/checks", views.checks, name="report_checks"),
    path("reports/<int:pk>/chapters/add", views.add_chapter, name="report_chapter_add"),
    path("reports/<int:pk>/text/<path:path>", views.as_the_public_will, name="report_text"),
    path("reports/chapters/<int:pk>", views.chapter, name="report_chapter"),
    path("reports/chapters/<int:pk>/history", views.history, name="report_history"),
    path("reports/chapters/<int:pk>/move", views.move, name="report_chapter_move"),
    path("reports/chapters/<int:pk>/comment", views.comment, name="report_comment"),
    path("reports/comments/<int:pk>/settle", views.settle, name="report_comment_settle"),
    path("reports/chapters/<int:pk>/claim", views.claim, name="report_claim"),
    path("reports/claims/<int:pk>/cite", views.cite, name="report_cite"),
    path("reports/claims/<int:pk>/edit", views.edit_claim, name="report_claim_edit"),
    path("reports/claims/<int:pk>/drop", views.drop_claim, name="report_claim_drop"),
    path("reports/<int:pk>/asked", asking.requests, name="report_asked"),
    path("reports/chapters/<int:pk>/ask", asking.ask, name="report_ask"),
    path("reports/asked/<int:pk>", asking.one_request, name="report_request"),
    path("reports/asked/<int:pk>/back", asking.send_back, name="report_request_back"),
    path("reports/asked/<int:pk>/link", asking.send_link, name="report_request_link"),
    path("reports/asked/<int:pk>/withdraw", asking.withdraw, name="report_request_withdraw"),
    path("reports/links/<int:pk>/end", asking.end_link, name="report_link_end"),
    path("reports/asked/<int:pk>/write", by_link.write_signed_in, name="report_write"),
    path("write/<str:token>", by_link.write, name="chapter_by_link"),
    path("reports/<int:pk>/send", signing.send, name="report_send"),
    path("reports/<int:pk>/recall", signing.recall, name="report_recall"),
    path("reports/<int:pk>/sign", signing.sign, name="report_sign"),
    path("reports/<int:pk>/freeze", publishing.freeze, name="report_freeze"),
    path("reports/<int:pk>/publish", publishing.publish, name="report_publish"),
    path("reports/<int:pk>/proof", publishing.proof, name="report_proof"),
    path("reports/<int:pk>/withdraw", publishing.withdraw, name="report_withdraw"),
    path("reports/<int:pk>/correct", publishing.correct, name="report_correct"),
    path("reports/<int:pk>/correction", publishing.add_erratum, name="report_erratum"),
    path("reports/<int:pk>/record-now", publishing.take_the_record, name="report_record_now"),
]
