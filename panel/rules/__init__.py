"""What a profile can say, a module for each part of the procedure: its shape in the file and what follows from it."""
