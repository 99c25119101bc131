"""Templates: the vocabulary of the forms, as data shared by readers and extraction."""
