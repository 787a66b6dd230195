from django.urls import path

from lscp.desk.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("account-and-roles", views.account, name="account"),
    path("no-role", views.no_role, name="no_role"),
    path("act-as", views.act_as, name="act_as"),
]
