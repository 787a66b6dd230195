"""Addresses of clocks."""

from django.urls import path

from lscp.desk.clocks import views

urlpatterns = [
    path("clocks/", views.clocks, name="clocks"),
    path("clocks/work-out", views.work_out, name="clock_work_out"),
    path("clocks/limits", views.limits, name="limits"),
    path("clocks/limits/set", views.set_limit, name="limit_set"),
    path("clocks/limits/<int:pk>/end", views.end_limit, name="limit_end"),
    path("clocks/<int:pk>", views.clock, name="clock"),
    path("clocks/<int:pk>/pause", views.pause, name="clock_pause"),
    path("clocks/<int:pk>/resume", views.resume, name="clock_resume"),
    path("clocks/<int:pk>/void", views.void, name="clock_void"),
]
