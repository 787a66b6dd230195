"""Addresses of serious incidents and reviews."""

from django.urls import path

from lscp.desk.reviews import one, summaries, views

urlpatterns = [
    path("reviews/", views.incidents, name="reviews"),
    path("reviews/raise", views.raise_incident, name="incident_raise"),
    path("reviews/<int:pk>", one.incident, name="incident"),
    path("reviews/<int:pk>/account", views.edit_account, name="incident_account"),
    path("reviews/<int:pk>/notify", views.notify, name="incident_notify"),
    path("reviews/<int:pk>/not-notifiable", views.not_notifiable, name="incident_not_notifiable"),
    path("reviews/<int:pk>/ask", summaries.ask, name="incident_ask"),
    path("reviews/<int:pk>/rapid-review", views.rapid_review, name="incident_rapid_review"),
    path("reviews/<int:pk>/recommend", views.recommend, name="incident_recommend"),
    path("reviews/<int:pk>/link", views.link, name="incident_link"),
    path("reviews/<int:pk>/local-review", views.local_review, name="incident_local_review"),
    path("reviews/<int:pk>/close", views.close, name="incident_close"),
    path("reviews/summaries/<int:pk>", summaries.summary, name="incident_summary"),
    path("reviews/summaries/<int:pk>/chase", summaries.chase, name="summary_chase"),
    path("summary/<str:token>", summaries.by_link, name="summary_by_link"),
]
