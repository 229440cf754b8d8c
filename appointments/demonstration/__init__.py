"""Invented requests in every state, so that a newcomer who signs in sees a living inbox.

``patients`` are the people, who do not exist; ``stories`` what happens to their requests; ``days`` when;
``builder`` runs the stories through the services.
"""

from .builder import Builder, NothingToBuildOn
from .stories import STORIES

__all__ = ["STORIES", "Builder", "NothingToBuildOn"]
