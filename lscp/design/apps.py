from django.apps import AppConfig


class DesignConfig(AppConfig):
    """No tables: this room is an app so that its static files are found."""

    name = "lscp.design"
    label = "design"
