"""What must hold for every installed solution, written once and run for each."""
