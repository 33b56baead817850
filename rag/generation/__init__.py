"""A language model, where a setting names one: asked, listened to, and what it wrote checked."""
