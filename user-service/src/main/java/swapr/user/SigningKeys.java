package swapr.user;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Reads the signing keys from the database every few seconds, so that all instances use the same keys. A new generation
 * is a new row. It is published and accepted at once. It signs after {@code swapr.signing.announce}, when each service
 * has fetched it. A deleted row is no longer published or accepted. If there is no row, the first instance creates one.
 * As a {@link JWKSource}, this class returns the public keys that check tokens.
 */
@Component
class SigningKeys implements JWKSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    /** The least that RFC 7518, section 3.3, allows. More bits make the check in each request slower. */
    private static final int BITS = 2048;

    /** @param announced true if the key has been published for long enough to sign */
    private record Generation(JWK key, boolean announced) {}

    private final JdbcClient database;
    private final Duration announce;
    private volatile List<Generation> keys;

    SigningKeys(JdbcClient database, @Value("${swapr.signing.announce:2m}") Duration announce)
            throws JOSEException, ParseException {
        this.database = database;
        this.announce = announce;
        this.keys = load();
    }

    /** The public keys, newest first. */
    JWKSet toVerify() {
        return new JWKSet(keys.stream().map(Generation::key).toList()).toPublicJWKSet();
    }

    /** The newest key that has been published for long enough, or the oldest key if there is none. */
    JWKSet toSign() {
        List<Generation> now = keys;
        return new JWKSet(now.stream()
                .filter(Generation::announced)
                .findFirst()
                .orElse(now.getLast())
                .key());
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        return selector.select(toVerify());
    }

    /** Keeps the current keys if the database does not answer or a row is not a key. */
    @Scheduled(fixedDelayString = "${swapr.signing.reload:3s}")
    void reload() {
        try {
            keys = load();
        } catch (RuntimeException | JOSEException | ParseException e) {
            LOG.warn("The signing keys could not be read. The current keys stay in use: {}", e.toString());
        }
    }

    private List<Generation> load() throws JOSEException, ParseException {
        var stored = stored();
        if (stored.isEmpty()) {
            database.sql("insert into signing_keys (generation, jwk) values (1, ?) on conflict do nothing")
                    .param(newKey().toJSONString())
                    .update();
            stored = stored(); // if another instance was faster, its key is used
        }
        return stored;
    }

    private static RSAKey newKey() throws JOSEException {
        return new RSAKeyGenerator(BITS)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .keyIDFromThumbprint(true)
                .generate();
    }

    private List<Generation> stored() throws ParseException {
        record Row(String jwk, boolean announced) {}
        var generations = new ArrayList<Generation>();
        for (Row row : database.sql("""
                        select jwk, created_at <= now() - :announce * interval '1 millisecond' as announced
                        from signing_keys order by generation desc""")
                .param("announce", announce.toMillis())
                .query((found, number) -> new Row(found.getString("jwk"), found.getBoolean("announced")))
                .list()) {
            generations.add(new Generation(JWK.parse(row.jwk()), row.announced()));
        }
        return List.copyOf(generations);
    }
}
