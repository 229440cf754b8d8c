"""How fast the front desk's pages are with a thousand requests and with a hundred thousand: `make bench`."""
