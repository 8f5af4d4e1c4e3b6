"""A template as a small tree of instructions of our own, from which documents are made quickly.

`reading` makes the tree of what Jinja parsed, `shape` brings its XML into the form that it has in
the document, `code` turns it into one Python function, and `running` holds what that calls.  What
the tree cannot say, and every document that does not go smoothly, is left to the sandboxed Jinja.
"""
