"""What the site costs, as `make bench` judges it, and commands that press it from all sides."""
