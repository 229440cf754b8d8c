"""Questions of a request: one table, and the form that is made of it for patients and the desk."""
