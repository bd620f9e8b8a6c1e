-- The status of a notification changes once. With free space in its page, the update writes no index entries.
alter table notifications set (fillfactor = 80);
