"""Records each look at patients' data, and reports who looked."""
