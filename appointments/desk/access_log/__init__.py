"""Access log: records each read of patients' data, and reports on the reads."""
