"""An address that a row gets from its name when it is made, and keeps whatever becomes of the name."""

from typing import Any

from django.db import models
from django.utils.text import slugify

# Of the name; a number may follow.
LONGEST = 100


class SlugOfName(models.SlugField):
    """Filled from `name` where it is empty; a number is added where another row has the same."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if not getattr(model_instance, self.attname):
            rows = type(model_instance)._default_manager.exclude(pk=model_instance.pk)
            taken = set(rows.values_list(self.attname, flat=True))
            setattr(model_instance, self.attname, free(str(model_instance.name), taken))  # type: ignore[attr-defined]
        return super().pre_save(model_instance, add)


def free(name: str, taken: set[str]) -> str:
    """The name as part of an address: "victim-assistance", "victim-assistance-2" where that is taken; "area" for a
    name without letters that an address may have."""
    wanted = slugify(name)[:LONGEST].strip("-") or "area"
    number = 1
    slug = wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
