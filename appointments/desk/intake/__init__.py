"""Entry of requests by the desk, for patients on the phone or at the counter."""
