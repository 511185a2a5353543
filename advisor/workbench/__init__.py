"""For authors: scenarios run and coverage counted."""
