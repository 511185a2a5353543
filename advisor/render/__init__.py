"""Wording: the only floor with prose for people. Replies become blocks, and blocks become text, Markdown or JSON."""
