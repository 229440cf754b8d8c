"""The web server and its logs, encodings and health check; the processes of development."""
