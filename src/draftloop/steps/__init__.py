"""What the writer does: one module per verb, plain functions over a Desk."""
