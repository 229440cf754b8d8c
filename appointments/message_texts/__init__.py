"""The messages that the desk sends: which there are, what may stand in them, and how one is worded.

``kinds`` and ``fields`` are the fixed lists, ``checks`` what a text is asked before it is published,
``wording`` makes a message of a text and a request.
"""
