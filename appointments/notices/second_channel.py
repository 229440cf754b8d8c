"""Services of the second channel: the one module that loads Apprise."""

import threading

from django.conf import settings

import apprise

# For a whole message: Apprise limits only how long each answer takes.
_SECONDS = 30


def was_taken(subject: str, body: str) -> bool:
    """Hand a message to the addresses in SECOND_CHANNEL_URLS; return whether one of them took it.

    A thread does so, which is left alone when it takes too long.
    """
    channel = apprise.Apprise()
    channel.add(settings.SECOND_CHANNEL_URLS)
    taken: list[object] = []
    thread = threading.Thread(
        target=lambda: taken.append(channel.notify(title=subject, body=body)), daemon=True
    )
    thread.start()
    thread.join(_SECONDS)
    return any(taken)
