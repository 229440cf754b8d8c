"""What one server can take with one, two and four web processes, and how fast the worker tells the desk."""
