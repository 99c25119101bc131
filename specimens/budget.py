"""The budget of an invented department as numbers that close by construction.

Under construction: `invented_budget(rng, ...) -> Budget` gives tables and figures as data; the renderers print them.
"""
