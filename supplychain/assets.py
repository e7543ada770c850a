"""Where templates, migrations and seeds lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def asset_dir(name: str) -> Path:
    """Return the folder `name` ("templates", "migrations" or "seeds")."""
    checkout = _PACKAGE.parent
    root = checkout if (checkout / "pyproject.toml").is_file() else _PACKAGE / "_root"
    folder = root / name
    if not folder.is_dir():
        raise FileNotFoundError(f"The folder {name}/ is not in {root}: this checkout or installation is incomplete.")
    return folder
