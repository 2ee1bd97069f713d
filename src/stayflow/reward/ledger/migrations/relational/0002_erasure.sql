-- Nobody may change a posting. Its reason is a text that may speak of a person: it goes with them, the numbers stay. The
-- function runs as the owner of the table, whom row-level security may not hold: so it names the project itself.
create function ledger_empty_reasons(people bigint[]) returns bigint
language sql security definer set search_path = stayflow as $$
    with emptied as (
        update ledger_transactions set reason = ''
        where project_id = current_setting('stayflow.project') and reason <> '' and transaction_id in (
            select transaction_id from ledger_entries
            where project_id = current_setting('stayflow.project') and person_id = any(people))
        returning 1)
    select count(*) from emptied;
$$;
revoke all on function ledger_empty_reasons(bigint[]) from public;
grant execute on function ledger_empty_reasons(bigint[]) to stayflow_app;
