"""The app's registration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
