"""Pictures on the disk: made anew when they arrive, sent so that a browser takes them for nothing else."""
