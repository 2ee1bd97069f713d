-- Who ever led to a person: asked for each page of a timeline.
create index identity_merges_by_survivor on identity_merges (project_id, "to");
