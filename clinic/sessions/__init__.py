"""Sessions of staff: how long they last, what the person is told, and where they are ended."""
