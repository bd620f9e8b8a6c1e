package swapr.user;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The keys in the database, newest first. The instance that starts first makes the first one; all others read it. */
@Component
class SigningKeys {

    private final JWKSet keys;

    SigningKeys(JdbcClient database) throws JOSEException, ParseException {
        var stored = stored(database);
        if (stored.isEmpty()) {
            database.sql("insert into signing_keys (generation, jwk) values (1, ?) on conflict do nothing")
                    .param(newKey().toJSONString())
                    .update();
            stored = stored(database); // another instance may have been faster, then its key holds
        }
        this.keys = new JWKSet(stored);
    }

    JWKSet toVerify() {
        return keys.toPublicJWKSet();
    }

    JWKSet toSign() {
        return new JWKSet(keys.getKeys().getFirst());
    }

    private static ECKey newKey() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .keyIDFromThumbprint(true)
                .generate();
    }

    private static List<JWK> stored(JdbcClient database) throws ParseException {
        var keys = new ArrayList<JWK>();
        for (String jwk : database.sql("select jwk from signing_keys order by generation desc")
                .query(String.class)
                .list()) {
            keys.add(JWK.parse(jwk));
        }
        return keys;
    }
}
