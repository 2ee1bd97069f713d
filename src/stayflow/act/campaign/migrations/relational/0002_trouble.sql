alter table campaigns add column trouble text; -- why a campaign was paused by itself
