"""The owner's report: figures, charts and pages."""
