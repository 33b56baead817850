"""What Dateline does with reports of many subjects that nobody fitted it to."""
