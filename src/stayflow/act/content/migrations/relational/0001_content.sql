-- what a message says; never changed once written, so that every sent message can be read again as it was
create table contents (
    project_id text not null default current_setting('stayflow.project'),
    content_id text not null,
    subject text not null,
    html text,
    body text,
    defaults jsonb not null default '{}',
    primary key (project_id, content_id)
);
select stayflow_protect('contents');

-- every address a message led to: a click goes to one of these and nowhere else
create table links (
    project_id text not null default current_setting('stayflow.project'),
    link_id bigint generated always as identity,
    url text not null,
    url_hash text generated always as (md5(url)) stored,
    primary key (project_id, link_id),
    unique (project_id, url_hash)
);
select stayflow_protect('links');
