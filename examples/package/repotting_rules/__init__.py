"""A rulebase on repotting plants; its rules are in rulebase.yaml."""
