"""Form for patients, its summary, and the answers that are carried from page to page."""
