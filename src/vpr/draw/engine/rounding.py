"""Whole classes out of quotas: random, unbiased, every number of every level rounded to one of its two neighbors.

Quotas form a network: signature of a region -> subject of the region -> subject of the country -> sum. Edges that are
no whole number of classes lie on cycles, because at every node what comes equals what goes. A cycle is moved to the
one or the other side, by chances that keep every expectation, until one more of its edges is whole.
"""

from collections.abc import Hashable, Mapping

from vpr.draw.engine.quotas import Shares, Signature
from vpr.draw.engine.stream import Stream

Node = Hashable
Whole = dict[tuple[str, Signature, str], int]


class _Network:
    def __init__(self, unit: int) -> None:
        self.unit = unit
        self.values: list[int] = []
        self.ends: list[tuple[Node, Node]] = []
        self.around: dict[Node, list[int]] = {}

    def add(self, tail: Node, head: Node, value: int) -> None:
        number = len(self.values)
        self.values.append(value)
        self.ends.append((tail, head))
        if value % self.unit:
            self.around.setdefault(tail, []).append(number)
            self.around.setdefault(head, []).append(number)

    def split_edge(self, node: Node, besides: int | None, stream: Stream) -> int | None:
        """A random edge of the node that is not whole yet; edges that became whole are forgotten on the way."""
        edges = self.around[node]
        edges[:] = [edge for edge in edges if self.values[edge] % self.unit]
        open_edges = [edge for edge in edges if edge != besides]
        return open_edges[stream.below(len(open_edges))] if open_edges else None


def rounded(quotas: Mapping[str, Shares], unit: int, stream: Stream) -> Whole:
    """Classes of every (region, signature, subject). Guarantee: each of these numbers, each sum over the signatures of
    a region and each sum over all regions differs from its quota by less than one."""
    network, places = _network(quotas, unit)
    nodes = list(network.around)
    stream.shuffle(nodes)
    for node in nodes:
        while network.split_edge(node, None, stream) is not None:
            _settle_cycle(network, node, stream)
    return {place: network.values[number] // unit for place, number in places.items()}


def _network(quotas: Mapping[str, Shares], unit: int) -> tuple[_Network, dict[tuple[str, Signature, str], int]]:
    network = _Network(unit)
    places = {}
    of_country: dict[str, int] = {}
    for region, parts in quotas.items():
        of_region: dict[str, int] = {}
        for (signature, subject), value in parts.items():
            places[region, signature, subject] = len(network.values)
            network.add((region, signature), (region, subject), value)
            of_region[subject] = of_region.get(subject, 0) + value
        for subject, value in of_region.items():
            network.add((region, subject), subject, value)
            of_country[subject] = of_country.get(subject, 0) + value
    for subject, value in of_country.items():
        network.add(subject, None, value)
    return network, places


def _settle_cycle(network: _Network, start: Node, stream: Stream) -> None:
    """Walks along edges that are not whole until a node comes again, then settles the cycle."""
    seen = {start: 0}
    walked: list[tuple[int, bool]] = []
    node, last = start, None
    while True:
        edge = network.split_edge(node, last, stream)
        if edge is None:  # cannot happen while what comes equals what goes
            raise AssertionError(f"a single broken edge at {node!r}")
        tail, head = network.ends[edge]
        is_forward = tail == node
        node, last = (head if is_forward else tail), edge
        walked.append((edge, is_forward))
        if node in seen:
            _push(network, walked[seen[node] :], stream)
            return
        seen[node] = len(walked)


def _push(network: _Network, cycle: list[tuple[int, bool]], stream: Stream) -> None:
    unit, values = network.unit, network.values
    over = [(values[edge] % unit, is_forward) for edge, is_forward in cycle]
    up = min(unit - part if is_forward else part for part, is_forward in over)
    down = min(part if is_forward else unit - part for part, is_forward in over)
    move = up if stream.below(up + down) < down else -down  # the expected move is nought
    for edge, is_forward in cycle:
        values[edge] += move if is_forward else -move
