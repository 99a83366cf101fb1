"""The last parts of the quotas: a flow between signatures and subjects that makes every sum exact."""

from collections import deque
from collections.abc import Mapping

Row = tuple[str, ...]
Place = tuple[Row, str]


def complete(
    parts: dict[Place, int], rows: Mapping[Row, int], columns: Mapping[str, int], caps: Mapping[Row, int]
) -> None:
    """Raises `parts` in place until every row and column has its sum; no entry passes the cap of its row.

    The sums so far must not exceed the wanted ones. Each turn takes a shortest way from a row that lacks parts to a
    column that lacks parts (Edmonds and Karp). ValueError: the wanted sums cannot be reached, they were not a division.
    """
    row_lack, column_lack = dict(rows), dict(columns)
    for (row, column), value in parts.items():
        row_lack[row] -= value
        column_lack[column] -= value
    while any(row_lack.values()):
        way = _shortest(parts, row_lack, column_lack, caps)
        if way is None:
            raise ValueError("these totals cannot be divided among these classes")
        first, last = way[0][0], way[-1][1]
        moved = min(row_lack[first], column_lack[last])
        for row, column, is_forward in way:
            moved = min(moved, caps[row] - parts[row, column] if is_forward else parts[row, column])
        for row, column, is_forward in way:
            parts[row, column] += moved if is_forward else -moved
        row_lack[first] -= moved
        column_lack[last] -= moved


def _shortest(
    parts: Mapping[Place, int], row_lack: Mapping[Row, int], column_lack: Mapping[str, int], caps: Mapping[Row, int]
) -> list[tuple[Row, str, bool]] | None:
    """Steps (row, column, forward) of a shortest way along which something can be moved."""
    by_column: dict[str, list[Row]] = {}
    for row, column in parts:
        by_column.setdefault(column, []).append(row)
    came: dict[Row | str, tuple[Row, str, bool] | None] = {row: None for row, lack in row_lack.items() if lack}
    waiting: deque[Row | str] = deque(came)
    while waiting:
        node = waiting.popleft()
        if isinstance(node, str):
            if column_lack[node]:
                return _steps_to(node, came)
            steps = [(row, node, False) for row in by_column[node] if parts[row, node]]
        else:
            steps = [(node, column, True) for column in node if parts[node, column] < caps[node]]
        for row, column, is_forward in steps:
            target: Row | str = column if is_forward else row
            if target not in came:
                came[target] = (row, column, is_forward)
                waiting.append(target)
    return None


def _steps_to(node: Row | str, came: Mapping[Row | str, tuple[Row, str, bool] | None]) -> list[tuple[Row, str, bool]]:
    steps: list[tuple[Row, str, bool]] = []
    step = came[node]
    while step is not None:
        steps.append(step)
        node = step[0] if step[2] else step[1]
        step = came[node]
    return steps[::-1]
