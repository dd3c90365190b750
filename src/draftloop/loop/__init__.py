"""What things are: pure values and rules of the loop. Standard library only, no files, no clock."""
