"""Rules on what may be published: findings, claim lint, publishing, checks panel."""
