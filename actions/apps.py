"""The app's registration."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"
