"""What is said once a letter was written: whether it has gone, and what to do if not."""

from supplychain.domain.replies import Channel
from supplychain.web.access import desk
from supplychain.web.i18n import mark


def sent_words(channel: Channel, gone: bool) -> str:
    """Say what became of a letter."""
    if gone:
        return mark("The mail server took the letter: the time for an answer runs from today.")
    if channel is Channel.MAIL and desk().post.url:
        return mark(
            "The mail server did not take the letter: it lies in the outbox. Send it yourself, then say so here."
        )
    if channel is Channel.MAIL:
        return mark(
            "No mail server is set up: the letter lies in the outbox and has not gone. Send it, then say so here."
        )
    return mark("The letter is written. Print it or copy its text into the form, send it, then say so here.")
