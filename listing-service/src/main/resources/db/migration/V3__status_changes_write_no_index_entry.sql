-- A listing changes its status two times or more. No index contains the status, and pages keep free space, so such an
-- update writes no index entries (heap-only tuples).
drop index listings_of_seller;
create index listings_of_seller on listings (seller_id);
alter table listings set (fillfactor = 80);
