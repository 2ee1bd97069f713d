-- How far a demo project is loaded, and by how many days its dates were moved: a load that was cut off goes on
-- with the same dates, and one that is done is not done again.
create table demo_loads (
  project_id text not null default current_setting('stayflow.project'),
  shift_days integer not null,
  last_on date not null,
  steps text[] not null default '{}',
  primary key (project_id)
);
select stayflow_protect('demo_loads');
