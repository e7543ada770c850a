"""The build hook: puts the folders beside the package into the wheel, and nothing into an editable install."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = ("templates", "migrations", "seeds")


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds templates, migrations and seeds as `supplychain/_root/<name>`; `assets.asset_dir` finds them there.

    A static `force-include` in pyproject.toml would also copy them for `pip install -e .`, where they go stale.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Refuse a wheel that would lack a folder; leave an editable install alone."""
        if version == "editable":
            return
        for name in ASSETS:
            if not Path(self.root, name).is_dir():
                raise FileNotFoundError(f"{name}/ is missing beside the package: the wheel would not work without it")
            build_data["force_include"][name] = f"supplychain/_root/{name}"
