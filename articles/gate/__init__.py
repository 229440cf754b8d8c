"""What may be published: findings, the lint, publishing, the checks panel."""
