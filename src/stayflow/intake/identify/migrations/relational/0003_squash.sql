-- The last squash of a project. state: working | in_force | lowered.
-- A change that parts persons lowers it in its own transaction: queries then read the raw ids again.
create table identity_squashes (
    project_id text not null default current_setting('stayflow.project'),
    number bigint not null,
    state text not null,
    primary key (project_id)
);
select stayflow_protect('identity_squashes');
