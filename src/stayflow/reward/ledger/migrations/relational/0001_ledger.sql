-- Points in double entry. A transaction is one fact (earned, spent, adjusted, reversed); its
-- entries sum to zero and are never changed. The balance of a person's account is kept beside them, so that two
-- spends meet at one row; the balance of a system account is the sum of its entries, so that it is no bottleneck.
create table ledger_transactions (
  project_id text not null default current_setting('stayflow.project'),
  transaction_id bigint generated always as identity,
  key text not null,
  kind text not null check (kind in ('earn', 'spend', 'adjust', 'reverse')),
  unit text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  reason text not null,
  actor text not null,
  reversal_of bigint,
  primary key (project_id, transaction_id),
  unique (project_id, key),
  unique (project_id, reversal_of)
);
create index ledger_transactions_by_actor on ledger_transactions (project_id, actor);
select stayflow_protect('ledger_transactions');

create table ledger_entries (
  project_id text not null default current_setting('stayflow.project'),
  transaction_id bigint not null,
  person_id bigint not null,
  account text not null,
  unit text not null,
  amount bigint not null check (amount <> 0),
  check ((person_id <> 0) = (account = 'person')),
  primary key (project_id, transaction_id, person_id, account),
  foreign key (project_id, transaction_id) references ledger_transactions
);
create index ledger_entries_of_person on ledger_entries (project_id, person_id, unit, transaction_id) where person_id <> 0;
create index ledger_entries_of_system on ledger_entries (project_id, account, unit) where person_id = 0;
select stayflow_protect('ledger_entries');

create table ledger_accounts (
  project_id text not null default current_setting('stayflow.project'),
  person_id bigint not null,
  unit text not null,
  balance bigint not null default 0 check (balance >= 0),
  primary key (project_id, person_id, unit)
);
select stayflow_protect('ledger_accounts');

-- Immutable: what was posted is answered by another posting, never by a change.
revoke update, delete, truncate on ledger_transactions, ledger_entries from stayflow_app;
