"""Articles from elsewhere: read from text, Word, HTML or a WordPress export, and written as drafts."""
