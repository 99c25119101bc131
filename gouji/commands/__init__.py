"""One module a command of `gouji`."""
