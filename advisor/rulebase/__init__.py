"""The lowest floor: what a rulebase is, how conditions are judged, and how files become one."""
