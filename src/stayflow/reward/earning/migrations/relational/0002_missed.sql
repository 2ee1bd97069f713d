-- Batches whose events a rule could not be computed for, as it stood then: granted once it can be.
create table earning_missed (
  project_id text not null default current_setting('stayflow.project'),
  rule_id text not null,
  first_batch bigint not null,
  last_batch bigint not null,
  primary key (project_id, rule_id, first_batch)
);
select stayflow_protect('earning_missed');
