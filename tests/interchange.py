"""Interchange folders written and brought in, for tests of the import."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from crmdesk.cli import main

SETTINGS: dict[str, Any] = {
    "format": "crmdesk-1",
    "business_name": "Test",
    "currency": "EUR",
    "timezone": "Europe/Berlin",
}

# A record of every kind; what one names the other has. d1 and t1 have histories, d2 and t2 have none.
TABLES = {
    "staff": "id,name,role,started_on,left_on\nana,Ana,owner,2020-01-01,\nben,Ben,sales,,2026-12-31\n",
    "campaigns": "id,name,channel,started_on,ended_on,budget\nk1,Fair,Fair,2026-01-01,2026-02-01,1000\n",
    "contacts": "id,kind,name,company_id,owner_id,channel,campaign_id,lead_at,ended_on\n"
    "firm,company,Firm,,ana,Web,k1,,\npia,person,Pia,firm,ben,,,2026-03-01T09:00,\n",
    "stages": "id,name,position,probability,kind\nlead,Lead,1,0.1,open\noffer,Offer,2,0.5,open\n"
    "won,Won,3,1,won\nlost,Lost,4,0,lost\n",
    "deals": "id,title,contact_id,owner_id,amount,probability,stage_id,opened_at,closed_at,campaign_id\n"
    "d1,One,pia,ana,500,,won,2026-03-01,2026-03-09T12:00,k1\nd2,Two,firm,ben,,0.3,offer,2026-03-02,,\n",
    "stage_changes": "deal_id,stage_id,at,staff_id\nd1,lead,2026-03-01,ana\nd1,offer,2026-03-05,\n"
    "d1,won,2026-03-09T12:00,ben\n",
    "tickets": "id,subject,contact_id,owner_id,priority,opened_at,first_response_at,resolved_at\n"
    "t1,Leak,pia,ana,high,2026-03-03,2026-03-04,2026-03-06\nt2,Noise,,,,2026-03-04,,\n",
    "ticket_events": "ticket_id,kind,at,staff_id,note\nt1,received,2026-03-03,,\nt1,replied,2026-03-04,ana,\n"
    "t1,resolved,2026-03-05,ana,\nt1,resolved,2026-03-06,ben,again\n",
    "activities": "id,kind,direction,subject,at,minutes,contact_id,deal_id,ticket_id,staff_id\n"
    "a1,call,in,Hello,2026-03-03T08:00,5,pia,d1,t1,ana\n",
    "expenses": "id,spent_on,amount,category,campaign_id,staff_id\ne1,2026-01-05,99.90,marketing,k1,ana\n",
    "sales": "id,sold_at,contact_id,amount,deal_id,campaign_id,staff_id\ns1,2026-03-10,pia,500,d1,k1,ana\n",
    "surveys": "id,kind,answered_at,score,contact_id,ticket_id,staff_id\nq1,csat,2026-03-07,5,pia,t1,ana\n",
    "goals": "kpi,period,target,note\nrevenue,2026-03,1000,\n",
}


def write(folder: Path, tables: Mapping[str, str | bytes], settings: Mapping[str, Any] | None = SETTINGS) -> Path:
    """Writes an interchange folder of these files."""
    folder.mkdir(parents=True, exist_ok=True)
    if settings is not None:
        (folder / "workspace.json").write_text(json.dumps(settings), encoding="utf-8")
    for kind, text in tables.items():
        (folder / f"{kind}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def with_row(text: str, **cells: str) -> str:
    """A table with one more row; cells that are not given are empty."""
    header = text.splitlines()[0].split(",")
    assert set(cells) <= set(header), set(cells) - set(header)
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([cells.get(name, "") for name in header])
    return text + line.getvalue()


def without(text: str, *columns: str) -> str:
    """A table without some of its columns."""
    rows = list(csv.reader(io.StringIO(text)))
    keep = [place for place, name in enumerate(rows[0]) if name not in columns]
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerows([[row[place] for place in keep] for row in rows])
    return line.getvalue()


def bring(file: Path, *words: object) -> dict[str, Any]:
    """The report of an import that must succeed."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["import", str(file), *(str(word) for word in words), "--json"])
    assert code == 0, err.getvalue()
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def fails(*words: object) -> str:
    """What a command says that must end with 1."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(word) for word in words])
    assert code == 1, (code, err.getvalue())
    return err.getvalue()


def succeeds(*words: object) -> str:
    """What a command prints that must end with 0."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(word) for word in words])
    assert code == 0, err.getvalue()
    return out.getvalue()
