"""`manage.py health`: what a container engine asks of each process, and an operator of all of them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ccm_portal import health


class Command(BaseCommand):
    help = "Says of each part whether it is well; ends with 1 where one is not."
    # Asked every half minute: the checks of the code belong to the start.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "part",
            nargs="?",
            choices=list(health.PARTS),
            default="all",
            help="all of the portal (without it), or the web server, worker, beat or renderer of this host",
        )

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        findings = health.PARTS[part]()
        for finding in findings:
            self.stdout.write(str(finding))
        if not all(finding.well for finding in findings):
            raise SystemExit(1)
