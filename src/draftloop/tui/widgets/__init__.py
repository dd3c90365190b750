"""Widgets draw values and speak upward in messages; they never call a step."""
