"""What stands on a page and is not the report."""
