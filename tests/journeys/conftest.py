"""The same site on the seeds as the tests of the pages have."""

from tests.web.conftest import client, seeded_store, site

__all__ = ["client", "seeded_store", "site"]
