"""Addresses of this room of the desk."""

from django.urls import path

from lscp.desk.committee import pack, views

urlpatterns = [
    path("committee/", views.papers, name="papers"),
    path("committee/bring-in", views.bring_in, name="paper_bring_in"),
    path("committee/questions", views.questions, name="committee_questions"),
    path("committee/prepare", pack.prepare, name="pack_prepare"),
    path("committee/<int:pk>", views.paper, name="paper"),
    path("committee/<int:pk>/about", views.about, name="paper_about"),
    path("committee/<int:pk>/missed", views.missed, name="paper_missed"),
    path("committee/<int:pk>/accept-remaining", views.accept_remaining, name="paper_accept_remaining"),
    path("committee/<int:pk>/take-away", views.take_away, name="paper_take_away"),
    path("committee/<int:pk>/pack", pack.pack, name="pack"),
    path("committee/<int:pk>/pack/<str:name>", pack.pack_file, name="pack_file"),
    path("committee/warnings/<int:pk>", views.warning, name="paper_warning"),
    path("committee/found/<int:pk>", views.decide, name="proposal"),
    path("committee/found/<int:pk>/restore", views.restore, name="proposal_restore"),
]
