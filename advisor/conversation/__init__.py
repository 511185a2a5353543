"""What is said back and forth."""
