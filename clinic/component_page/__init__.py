"""One page with every component of the site in every state, for those who work on its look."""
