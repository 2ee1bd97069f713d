-- The secret by which posts to a robot are signed, sealed; '' where it asks for none.
alter table notice_targets add column sealed_secret text not null default '';
