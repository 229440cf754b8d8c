"""Plan of a day: visits, free times, and the preferences of a patient."""
