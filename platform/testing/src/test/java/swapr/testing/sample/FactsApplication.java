package swapr.testing.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;

/** Stores the id of each received event in two tables. Only the first table ignores duplicates. */
@SpringBootApplication
class FactsApplication {

    private final JdbcTemplate jdbc;

    FactsApplication(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        jdbc.execute("create table facts (id text primary key)");
        jdbc.execute("create table careless_facts (id text)");
    }

    @Bean
    static NewTopic facts() {
        return new NewTopic("facts", 6, (short) 1);
    }

    @Bean
    static NewTopic carelessFacts() {
        return new NewTopic("careless-facts", 6, (short) 1);
    }

    @KafkaListener(topics = "facts", groupId = "facts")
    void store(ConsumerRecord<byte[], byte[]> fact) {
        jdbc.update(
                "insert into facts values (?) on conflict do nothing",
                new String(fact.headers().lastHeader("ce_id").value(), UTF_8));
    }

    @KafkaListener(topics = "careless-facts", groupId = "careless-facts")
    void storeWithDuplicates(ConsumerRecord<byte[], byte[]> fact) {
        jdbc.update(
                "insert into careless_facts values (?)",
                new String(fact.headers().lastHeader("ce_id").value(), UTF_8));
    }
}
