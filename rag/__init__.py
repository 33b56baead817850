"""Question in, `Answer` or `Refusal` out: retrieval, ranking, judging evidence, citing."""
