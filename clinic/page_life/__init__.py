"""Time for which a page may be shown as it is, told by whatever asks the clock for it."""
