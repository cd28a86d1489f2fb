"""The app's registration."""

from django.apps import AppConfig


class FriendsConfig(AppConfig):
    name = "friends"
