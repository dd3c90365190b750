"""The demo: stories of real drafts as data, and the workspace made of them, dated relative to today."""
