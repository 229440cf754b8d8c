"""Owner's report: figures, charts and pages."""
