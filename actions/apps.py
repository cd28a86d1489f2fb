"""The app's registration: action points follow the minutes from here on."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        import_string("actions.tracking.follow")
        import_string("actions.erasing.drop_word_files")
