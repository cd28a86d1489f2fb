"""The app's registration: published texts stay where a person is erased."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        import_string("meetings.erasing.published")
