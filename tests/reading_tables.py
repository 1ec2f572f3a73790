"""Texts for the tests of the reading, and what is asked of the tables made of them."""


def lines(pattern, numbers=range(1, 29)):
    """Write the pattern, with `i` in it, once for each number."""
    return "".join(eval(f"f{pattern!r}", {"i": i}) + "\n" for i in numbers)


def types(table):
    """Return the types of a table's columns."""
    return [column["type"] for column in table["columns"]]


def names(table):
    """Return the names of a table's columns."""
    return [column["name"] for column in table["columns"]]
