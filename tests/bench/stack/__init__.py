"""What a run of the bench starts: Postgres, sites, nginx; how they are asked, and what they use."""
