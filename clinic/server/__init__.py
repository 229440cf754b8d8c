"""Web server with its logs, encodings and health check; development processes."""
