-- Events of the batch that were stored and went with the people whom they were of (docs/adr/0018).
alter table batches add column erased bigint not null default 0;
