"""What a process may remember of what another process can change."""
