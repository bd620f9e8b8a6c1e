create table if not exists analytics.brand_board (
    brand    text primary key,
    listings bigint not null
);

grant select, insert, update, delete on analytics.brand_board to analytics_service;
