"""Approving of sentences and corrections: who wrote what, and the screens for whoever approves it."""
