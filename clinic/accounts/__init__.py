"""Records about staff accounts: what happened to them, tries to sign in, sessions and mails."""
