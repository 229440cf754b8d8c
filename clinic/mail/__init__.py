"""Mail: handed to the mail server, and how the domain that it comes from is set up."""
