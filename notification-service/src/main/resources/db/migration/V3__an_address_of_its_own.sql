-- An e-mail to the address that a person had before keeps that address here until it is sent, refused, or the person erased.
-- Null: it goes to the person's address of the day it is sent.
alter table notifications add column address text;
