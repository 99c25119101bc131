"""The mutation check: rules are broken one small way at a time, and their examples must notice."""
