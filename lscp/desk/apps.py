from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "lscp.desk"
    label = "desk"
