"""What is quoted, what stands beside it, and the outcome that is made of it."""
