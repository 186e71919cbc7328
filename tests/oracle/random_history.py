"""Random ways of deals through the pipeline and of tickets through the desk, with columns that agree."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from tests.oracle.random_sheet import Record
from tests.oracle.random_times import Times


def shuffled(rows: Sequence[tuple[str, datetime, Record]], rng: Random) -> list[Record]:
    """Rows in some order of the file, but rows of one record at one moment in theirs."""
    kind = rng.random()
    if kind < 0.4:
        return [row for _, _, row in rows]
    if kind < 0.8:
        return [row for _, _, row in sorted(rows, key=lambda row: row[1])]
    groups: dict[tuple[str, datetime], list[Record]] = {}
    for owner, at, row in rows:
        groups.setdefault((owner, at), []).append(row)
    order = [(owner, at) for owner, at, _ in rows]
    rng.shuffle(order)
    return [groups[one].pop(0) for one in order]


def rising(times: Times, count: int) -> list[datetime]:
    """So many moments, none before the one that comes first."""
    moments = [times.moment()]
    while len(moments) < count:
        moments.append(times.after(moments[-1]))
    return moments


def close_columns(deal: Record, stage: Record, at: datetime, times: Times) -> None:
    """What deals.csv says of the stage a deal is in."""
    deal["stage_id"] = stage["id"]
    if stage["kind"] != "open":
        deal["closed_at"] = times.text(at)
    if stage["kind"] == "lost":
        deal["lost_reason"] = times.rng.choice(("", "Price", "Timing"))


def any_stage(stages: Sequence[Record], rng: Random) -> Record:
    """A stage of any kind, the kinds being about equally likely."""
    kind = rng.choice(("open", "won", "won", "lost"))
    return rng.choice([stage for stage in stages if stage["kind"] == kind])


def deal_with_history(
    deal: Record, stages: Sequence[Record], staff: Sequence[str], times: Times
) -> list[tuple[str, datetime, Record]]:
    """Stage changes that skip, go back, close, take back and close again; and the columns that follow."""
    rng = times.rng
    opened = [stage for stage in stages if stage["kind"] == "open"]
    moments = rising(times, rng.choice((1, 2, 2, 3, 4, 6)))
    way = [rng.choice(opened if rng.random() < 0.9 else list(stages))]
    way += [any_stage(stages, rng) for _ in moments[1:]]
    deal["opened_at"] = times.text(moments[0])
    close_columns(deal, way[-1], moments[-1], times)
    first_contact(deal, moments[0], times)
    names = {"deal_id": deal["id"]}
    return [
        (
            deal["id"],
            at,
            names | {"stage_id": stage["id"], "at": times.text(at), "staff_id": some(staff, rng)},
        )
        for at, stage in zip(moments, way, strict=True)
    ]


def deal_without_history(deal: Record, stages: Sequence[Record], times: Times) -> None:
    """Only the columns: opened, and perhaps closed at once or later."""
    opened, closed = rising(times, 2)
    deal["opened_at"] = times.text(opened)
    close_columns(deal, any_stage(stages, times.rng), closed, times)
    first_contact(deal, opened, times)


def first_contact(deal: Record, opened: datetime, times: Times) -> None:
    """Mostly nothing, else some time before the deal was opened, or the very moment."""
    if times.rng.random() < 0.4:
        early = opened - timedelta(minutes=times.rng.choice((0, 1, 1440, 31337)))
        deal["first_contact_at"] = times.text(early)


def some(names: Sequence[str], rng: Random, share: float = 0.7) -> str:
    """One of the names, or nobody."""
    return rng.choice(list(names)) if names and rng.random() < share else ""


def ticket_way(times: Times) -> list[tuple[str, datetime]]:
    """Received, then replies, waits, ends and reopenings; now and then a reply before it was received."""
    rng = times.rng
    moments = rising(times, rng.choice((1, 2, 3, 4, 7)))
    way, resolved = [("received", moments[0])], False
    for at in moments[1:]:
        kinds = ["replied", "replied", "waiting", "resumed", "resolved"] + ["reopened", "resolved"] * resolved
        kind = rng.choice(kinds)
        resolved = kind == "resolved" or (resolved and kind != "reopened")
        way.append((kind, at))
    if rng.random() < 0.25:
        early = moments[0] - timedelta(seconds=rng.choice((0, 1, 86400)))
        way.insert(0, ("replied", early))
    return way


def ticket_with_history(ticket: Record, staff: Sequence[str], times: Times) -> list[tuple[str, datetime, Record]]:
    """Ticket events, and the three columns that follow from them."""
    way = ticket_way(times)
    ticket["opened_at"] = times.text(next(at for kind, at in way if kind == "received"))
    replies = [at for kind, at in way if kind == "replied"]
    if replies:
        ticket["first_response_at"] = times.text(min(replies))
    ends = [(kind, at) for kind, at in way if kind in ("resolved", "reopened")]
    if ends and ends[-1][0] == "resolved":
        ticket["resolved_at"] = times.text(ends[-1][1])
    names = {"ticket_id": ticket["id"]}
    return [
        (ticket["id"], at, names | {"kind": kind, "at": times.text(at), "staff_id": some(staff, times.rng)})
        for kind, at in way
    ]


def ticket_without_history(ticket: Record, times: Times) -> None:
    """Only the columns; the first response may lie before the inquiry."""
    rng = times.rng
    opened = times.moment()
    ticket["opened_at"] = times.text(opened)
    if rng.random() < 0.6:
        early = opened - timedelta(hours=rng.choice((1, 30)))
        ticket["first_response_at"] = times.text(early if rng.random() < 0.15 else times.after(opened))
    if rng.random() < 0.6:
        ticket["resolved_at"] = times.text(times.after(opened))
