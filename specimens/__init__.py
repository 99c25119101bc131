"""Invented budget documents with truth by construction: for the committed examples, property, load and fault tests.

`content.generate(seed)` makes up a department that does not exist and what its document says; a renderer prints it in
one of the text forms with all the ways in which that form breaks, and adapts the truth where the text really lost
something; `compare.faults` holds a reading against it. Nothing here is used by the product itself.
"""
