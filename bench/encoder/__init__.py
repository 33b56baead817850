"""How the encoder that Dateline ships was made and what it costs to make it small."""
