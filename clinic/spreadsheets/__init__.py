"""Files of tables, ours and those of Wagtail's lists."""
