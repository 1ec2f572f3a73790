"""Runs in the session: says what its variables hold."""

MAX_VARIABLES = 30
MAX_COLUMNS = 30


def describe_variables(namespace: dict, deep: bool) -> None:  # type: ignore[type-arg]  # its text is sent as it is
    """Print name, type and shape of each variable; with `deep`, what is in the tables too."""
    import types

    hidden = (types.ModuleType, types.FunctionType, type)
    shown = [
        (name, value)
        for name, value in namespace.items()
        if not name.startswith("_") and name not in ("In", "Out", "exit", "quit", "get_ipython", "open")
        if not isinstance(value, hidden)
    ]
    for name, value in shown[-MAX_VARIABLES:]:
        print(f"{name}: {_kind(value)}")  # noqa: T201 - printing is what this does
        if hasattr(value, "dtypes") and hasattr(value, "columns"):
            _describe_table(value, deep)


def _kind(value: object) -> str:
    size = getattr(value, "shape", None)
    if size is None and hasattr(value, "__len__"):
        size = len(value)
    return type(value).__name__ + (f" {size}" if size is not None else "")


def _describe_table(table, deep: bool) -> None:  # type: ignore[no-untyped-def]  # a table of any library
    for column in list(table.columns)[:MAX_COLUMNS]:
        values = table[column]
        line = f"  {column!r}: {getattr(values, 'dtype', 'several columns')}"
        if deep and hasattr(values, "dropna"):
            line += f"; {values.isna().sum()} missing; such as {values.dropna().unique()[:8].tolist()!r:.300}"
        print(line)  # noqa: T201 - printing is what this does
    if deep:
        print(table.head(3).to_string()[:2000])  # noqa: T201 - printing is what this does
