"""Offline evaluation: questions with known answers in, figures with their uncertainty out."""
