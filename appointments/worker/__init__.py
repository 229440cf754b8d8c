"""The worker: what it does when, its loop, and how it says that it lives."""
