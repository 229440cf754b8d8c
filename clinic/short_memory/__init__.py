"""Memory of a process for what another process can change."""
