"""Error of a backup or a restore, for the person at the terminal."""


class BackupError(Exception):
    """Raised when a backup cannot be made, read or restored. One line, in which no patient's word is."""
