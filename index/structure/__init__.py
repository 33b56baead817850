"""What a report is built of: blocks, what they stand under, and where a passage stands."""
