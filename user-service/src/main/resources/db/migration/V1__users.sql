create table users (
    id            uuid    primary key,
    name          text    not null,
    email         text    not null,
    password_hash text    not null,
    operator      boolean not null,
    version       bigint  not null
);

-- This index decides who got an address first, however many instances ask at once.
create unique index users_email on users (lower(email));

-- Tokens outlive a restart and hold for every instance because the key lives here. A new generation is a new row:
-- it signs from then on, and the older ones still verify.
create table signing_keys (
    generation int  primary key,
    jwk        text not null
);
