-- The numbers of a batch's events in the order of arrival, the end not included; null in batches of before.
alter table batches add column arrival_from bigint;
alter table batches add column arrival_end bigint;
