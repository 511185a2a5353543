"""Plain English read into facts and a topic, by a rulebase's own phrases and word lists."""
