"""Words and what they do in a sentence: names, quantities, opposites, whose words they are."""
