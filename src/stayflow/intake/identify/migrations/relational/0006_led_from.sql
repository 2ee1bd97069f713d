-- led_from: where the person led before its last move, itself where it stood alone; null while it never moved.
alter table persons add column led_from bigint;
