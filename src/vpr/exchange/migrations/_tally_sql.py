"""SQL of the trigger that keeps the counts of municipalities. Statement level: a bulk load adds once, not row by row."""

_ADD = """
    insert into exchange_tally as tally (region_id, municipality_id, workbook_id, expected, checking, faulty,
                                         accepted, late, participants, participants_accepted)
    select * from (
        select max(region_id), municipality_id, workbook_id,
               sum(n) as expected,
               coalesce(sum(n) filter (where state = 1), 0) as checking,
               coalesce(sum(n) filter (where state = 2), 0) as faulty,
               coalesce(sum(n) filter (where state = 3), 0) as accepted,
               coalesce(sum(n) filter (where is_late), 0) as late,
               coalesce(sum(n * participants), 0) as participants,
               -- of known numbers only: otherwise the percentage of participants would pass 100
               coalesce(sum(n * participants_accepted) filter (where participants is not null), 0)
                   as participants_accepted
        from ({changes}) as change
        group by municipality_id, workbook_id
    ) as difference
    where (expected, checking, faulty, accepted, late, participants, participants_accepted)
          is distinct from (0, 0, 0, 0, 0, 0, 0)
    order by municipality_id, workbook_id  -- one order of locks for everybody
    on conflict (municipality_id, workbook_id) do update set
        expected = tally.expected + excluded.expected,
        checking = tally.checking + excluded.checking,
        faulty = tally.faulty + excluded.faulty,
        accepted = tally.accepted + excluded.accepted,
        late = tally.late + excluded.late,
        participants = tally.participants + excluded.participants,
        participants_accepted = tally.participants_accepted + excluded.participants_accepted
"""
_TRIGGER = """
create function exchange_tally_{operation}() returns trigger language plpgsql as $$
begin
{add};
    return null;
end $$;
create trigger exchange_tally_{operation} after {operation} on exchange_expectation
    {tables} for each statement execute function exchange_tally_{operation}();
"""
_ADDED, _REMOVED = "select *, 1 as n from added", "select *, -1 as n from removed"
_OPERATIONS = {
    "insert": (_ADDED, "referencing new table as added"),
    "delete": (_REMOVED, "referencing old table as removed"),
    "update": (f"{_ADDED} union all {_REMOVED}", "referencing new table as added old table as removed"),
}

#: The triggers, and the counts of what is there already.
CREATE = "".join(
    _TRIGGER.format(operation=operation, add=_ADD.format(changes=changes), tables=tables)
    for operation, (changes, tables) in _OPERATIONS.items()
) + _ADD.format(changes="select *, 1 as n from exchange_expectation")
# every upload changes a row of counts in place: room on its page spares the index
CREATE += "; alter table exchange_tally set (fillfactor = 70);"
DROP = "".join(
    f"drop trigger exchange_tally_{operation} on exchange_expectation; drop function exchange_tally_{operation}();"
    for operation in _OPERATIONS
)
