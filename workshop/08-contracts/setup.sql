create table if not exists analytics.brand_sales (
    brand text primary key,
    sold  bigint not null
);

grant select, insert, update, delete on analytics.brand_sales to analytics_service;
