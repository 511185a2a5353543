"""Deciding what follows from told facts, and explaining it; engines only match."""
