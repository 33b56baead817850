"""From files to dated, embedded passages: reading, dating, chunking, storing."""
