"""Sign-in of staff: password and second step, passkeys, links by mail, one's own account."""
