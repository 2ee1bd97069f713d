-- Who was led elsewhere by which batch: asked after every batch by what is kept up in real time.
create index persons_moved on persons (project_id, merged_batch) where merged_batch is not null;
