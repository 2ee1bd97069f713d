-- What a fixed list was taken from, in both languages, as it was when it was taken.
alter table segments add column said_zh text not null default '';
alter table segments add column said_en text not null default '';
