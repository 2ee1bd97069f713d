-- When anybody was told of a firing: one that began in a silence and outlives it is told then. Those that are there
-- were told, or were to be told to nobody; a default reaches them all, where an update would see no project.
alter table alert_firings add column told_at timestamptz default now();
alter table alert_firings alter column told_at drop default;
