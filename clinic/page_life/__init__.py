"""How long a page may be shown as it is: whatever asks the clock for it says so."""
