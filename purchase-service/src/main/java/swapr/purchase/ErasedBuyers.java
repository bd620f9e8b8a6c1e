package swapr.purchase;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The users who deleted their account. They cannot place orders, even while their token is still valid. */
@Repository
class ErasedBuyers {

    private final JdbcClient jdbc;

    ErasedBuyers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(UUID buyerId) {
        jdbc.sql("insert into erased_buyers (buyer_id) values (?) on conflict do nothing")
                .param(buyerId)
                .update();
    }
}
