"""Stores new requests: the patient's own, the desk's entry, and bulk data for trials."""
