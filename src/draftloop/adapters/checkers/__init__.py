"""Grammar engines, each behind the Checker port."""
