"""The numbers as one table: medians, ratios with their range, and the target beside each ratio."""

from dataclasses import asdict, dataclass
from statistics import median


@dataclass
class Times:
    name: str
    walls: list
    cpu: float = None
    largest: int = None
    own: int = None

    @staticmethod
    def of(costs):
        return [
            Times(
                name,
                [cost.wall for cost in measured],
                median(cost.cpu for cost in measured),
                max(cost.largest for cost in measured),
                max(cost.own for cost in measured),
            )
            for name, measured in costs.items()
        ]

    def cells(self):
        mebibytes = lambda size: "" if size is None else f"{size / (1 << 20):,.0f}"
        cpu = "" if self.cpu is None else f"{self.cpu:.2f}"
        return [self.name, f"{median(self.walls):.2f}", spread(self.walls), cpu, mebibytes(self.largest), mebibytes(self.own)]


@dataclass
class Ratio:
    name: str
    ours: list
    theirs: list
    target: float  # None: for information

    @property
    def value(self):
        return median(self.ours) / median(self.theirs)

    @property
    def met(self):
        return self.target is None or self.value <= self.target

    def cells(self):
        each = [mine / other for mine, other in zip(self.ours, self.theirs)]
        verdict = "information" if self.target is None else f"≤ {self.target:g} {'met' if self.met else 'NOT MET'}"
        return [self.name, f"{self.value:.2f}", spread(each), verdict]


@dataclass
class Section:
    title: str
    times: list
    ratios: list

    def text(self):
        times = [["", "median s", "min–max", "CPU s", "largest MiB", "own MiB"], *(row.cells() for row in self.times)]
        ratios = [["", "ratio", "min–max", "target"], *(row.cells() for row in self.ratios)]
        return "\n".join([self.title, *table(times), *table(ratios)])

    def json(self):
        ratios = [{**asdict(ratio), "value": ratio.value, "met": ratio.met} for ratio in self.ratios]
        return {"title": self.title, "times": [asdict(times) for times in self.times], "ratios": ratios}


def spread(values):
    return f"{min(values):.2f}–{max(values):.2f}"


def table(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.rjust(width) if column else cell.ljust(width) for column, (cell, width) in enumerate(zip(row, widths))]
        yield "  " + "  ".join(cells).rstrip()
