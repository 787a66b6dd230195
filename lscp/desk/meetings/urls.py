"""Addresses of this room of the desk."""

from django.urls import path

from lscp.desk.meetings import agenda, calendars, counts, outcome, views

urlpatterns = [
    path("meetings/", views.listed, name="meetings"),
    path("meetings/plan", views.plan, name="meeting_plan"),
    path("meetings/frequency", counts.frequency, name="meeting_frequency"),
    path("meetings/engagement", counts.engagement, name="meeting_engagement"),
    path("meetings/<int:pk>", views.one, name="meeting"),
    path("meetings/<int:pk>/edit", views.edit_one, name="meeting_edit"),
    path("meetings/<int:pk>/cancel", views.cancel, name="meeting_cancel"),
    path("meetings/<int:pk>/held", views.hold, name="meeting_held"),
    path("meetings/<int:pk>/attendance", views.attendance, name="meeting_attendance"),
    path("meetings/<int:pk>/invite", views.invite, name="meeting_invite"),
    path("meetings/<int:pk>/agenda/add", agenda.add, name="agenda_add"),
    path("meetings/<int:pk>/agenda/proposed", agenda.proposed, name="agenda_proposed"),
    path("meetings/agenda/<int:pk>", agenda.edit_one, name="agenda_item"),
    path("meetings/agenda/<int:pk>/move", agenda.move, name="agenda_move"),
    path("meetings/agenda/<int:pk>/remove", agenda.remove, name="agenda_remove"),
    path("meetings/agenda/<int:pk>/decision", outcome.decide_under, name="agenda_decision"),
    path("meetings/agenda/<int:pk>/action", outcome.arise, name="agenda_action"),
    path("meetings/<int:pk>/decision", outcome.decide, name="meeting_decision"),
    path("meetings/decisions/<int:pk>", outcome.edit_decision, name="decision_edit"),
    path("meetings/<int:pk>/minutes", outcome.minutes_page, name="minutes"),
    path("meetings/<int:pk>/minutes.docx", outcome.minutes_file, name="minutes_file"),
    path("meetings/<int:pk>/minutes/approve", outcome.approve, name="minutes_approve"),
    path("meetings/calendar", calendars.mine, name="calendar"),
    path("meetings/calendar/address", calendars.make, name="calendar_make"),
    path("meetings/calendar/address/<int:pk>/end", calendars.revoke, name="calendar_revoke"),
    path("calendar.ics", calendars.feed, name="calendar_feed"),
]
