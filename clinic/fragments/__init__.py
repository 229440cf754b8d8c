"""Parts of public pages that are kept in the process, each with all that it was made from."""
