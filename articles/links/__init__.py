"""Links of public pages: which of them no longer answer, on the site and outside."""
