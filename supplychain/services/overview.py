"""Look at the whole: counts, lists of countries and practices, all that has a page, and why two ids are one."""

from supplychain.domain import overview as o
from supplychain.domain.browse import Answer, Merged
from supplychain.store.database import View


def show_overview(view: View) -> o.Overview:
    """How much there is, and where to begin."""
    return o.overview(view.snapshot())


def list_countries(view: View) -> o.CountryListAnswer:
    """Every country in which some claim places work."""
    return o.country_list(view.snapshot())


def list_practices(view: View) -> o.PracticeListAnswer:
    """Every practice of the vocabulary with its reports."""
    return o.practice_list(view.snapshot())


def list_contents(view: View) -> o.Contents:
    """The ids of everything that has a page of its own."""
    return o.contents(view.snapshot())


def show_revision(view: View) -> Answer:
    """Say at which revision an answer without data of its own was given."""
    snapshot = view.snapshot()
    return Answer(revision=snapshot.revision, recorded_on=snapshot.recorded_on)


def explain_merge(view: View, id: str, into: str) -> Merged | None:
    """Why an id leads to another one; None when it does not."""
    return o.merged(view.snapshot(), id, into)


def identify_state(view: View) -> str:
    """Give what tells the state of the data that a view shows from every other."""
    return o.fingerprint(view.snapshot())


def identify_log(view: View) -> str:
    """Give what tells the log up to the revision of a view from every other: pages of the history show what is no longer live."""
    return view.log_state()
