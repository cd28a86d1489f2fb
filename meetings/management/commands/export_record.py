"""`manage.py export_record FILE`: the archive of everything published, as it is served at /record/archive.zip."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from meetings import archive, public_chain


class Command(BaseCommand):
    help = "Write everything published into one ZIP file, which verify_record.py checks without the portal."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the ZIP file to write; replaced where it exists")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            count = _write(file)
        except OSError as problem:
            raise CommandError(f"{file} cannot be written: {problem.strerror}.") from problem
        newest = public_chain.newest()
        self.stdout.write(f"{file}: {public_chain.count_words(count)}")
        if newest:
            self.stdout.write(f"The chain ends with {newest.head}")


def _write(path: Path) -> int:
    """Whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            count = archive.write(file)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
    return count
