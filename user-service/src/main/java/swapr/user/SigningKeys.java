package swapr.user;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
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
 * The keys in the database, read again every few seconds, so that all instances sign and verify with the same ones. A new
 * generation is a new row: it is shown and verified at once, and signs after {@code swapr.signing.announce}, when every
 * service has fetched it. A row that is deleted is no longer shown or accepted. With no row at all, the instance that
 * reads first makes one. As a {@link JWKSource} it gives the public halves, to check tokens with.
 */
@Component
class SigningKeys implements JWKSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    /** @param announced whether its time to sign has come */
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

    /** The public halves, newest first. */
    JWKSet toVerify() {
        return new JWKSet(keys.stream().map(Generation::key).toList()).toPublicJWKSet();
    }

    /** The newest that has been shown for long enough; where none has, the one that has been shown the longest. */
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

    /** When the database is away, or a row is no key, the keys stay as they are. */
    @Scheduled(fixedDelayString = "${swapr.signing.reload:3s}")
    void reload() {
        try {
            keys = load();
        } catch (RuntimeException | JOSEException | ParseException e) {
            LOG.warn("The signing keys could not be read and stay as they are: {}", e.toString());
        }
    }

    private List<Generation> load() throws JOSEException, ParseException {
        var stored = stored();
        if (stored.isEmpty()) {
            database.sql("insert into signing_keys (generation, jwk) values (1, ?) on conflict do nothing")
                    .param(newKey().toJSONString())
                    .update();
            stored = stored(); // another instance may have been faster, then its key holds
        }
        return stored;
    }

    private static ECKey newKey() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
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
