package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Classifies failures of transactions on the real database: one event causes them, or the infrastructure. */
class FailuresTest {

    private static TestService node;

    @BeforeAll
    static void start() {
        node = TestService.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Throwable failureOf(String statement) {
        return catchThrowable(() -> node.get(TransactionTemplate.class)
                .executeWithoutResult(status -> node.jdbc().execute(statement)));
    }

    /** The pool evicts the connection before the rollback, so the rollback only reports a closed connection. */
    @Test
    void aTerminatedSessionIsAnInfrastructureFailure() {
        Throwable failure = failureOf("select pg_terminate_backend(pg_backend_pid())");

        assertThat(failure).isNotNull();
        assertThat(Failures.isInfrastructure(failure)).as(failure.toString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1 / 0",
                "insert into dead_letter_outbox (dead_letter) values (-1)",
                "insert into processed_events (consumer) values (null)",
                "select * from nowhere",
                "set local statement_timeout = '10ms'; select pg_sleep(5)"
            })
    void aRefusedStatementIsNoInfrastructureFailure(String statement) {
        Throwable failure = failureOf(statement);

        assertThat(failure).isNotNull();
        assertThat(Failures.isInfrastructure(failure)).as(failure.toString()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select chr(0)", "select 1e200::float4", """
            insert into processed_events (consumer, event_id, event_type, correlation_id, outcome)
            select string_agg(gen_random_uuid()::text, ''), gen_random_uuid(), 'x', 'x', 'applied'
            from generate_series(1, 500)"""})
    void aValueThatDoesNotFitIsAPermanentFailure(String statement) {
        Throwable failure = failureOf(statement);

        assertThat(failure).isNotNull();
        assertThat(Failures.isPermanent(failure)).as(failure.toString()).isTrue();
    }

    @Test
    void aMissingRowIsNoPermanentFailure() {
        assertThat(Failures.isPermanent(failureOf("insert into dead_letter_outbox (dead_letter) values (-1)")))
                .isFalse();
    }
}
