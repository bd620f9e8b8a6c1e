import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;

/**
 * Measures what the signature of a token costs. Prints rows of the table in docs/speed.md. With
 * {@code -XX:TieredStopAtLevel=1} it measures the quick compiler.
 *
 * <pre>
 * java docs/SignatureCost.java
 * </pre>
 */
class SignatureCost {

    private static final byte[] TOKEN = new byte[400];
    private static final int ROUNDS = 9;

    public static void main(String[] arguments) throws Exception {
        measure("ES256", "SHA256withECDSAinP1363Format", "EC", 256);
        measure("RS256", "SHA256withRSA", "RSA", 2048);
    }

    private static void measure(String name, String algorithm, String keys, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        byte[] signature = sign(algorithm, pair);
        long check = 0;
        long sign = 0;
        for (int round = 0; round < ROUNDS; round++) { // only the last round counts, with compiled code
            check = micros(300, () -> check(algorithm, pair, signature));
            sign = micros(30, () -> sign(algorithm, pair));
        }
        System.out.printf("| %s | %,d us | %,d us |%n", name, check, sign);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static long micros(int times, Work work) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return (System.nanoTime() - start) / times / 1_000;
    }

    private static byte[] sign(String algorithm, KeyPair pair) throws Exception {
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(pair.getPrivate());
        signing.update(TOKEN);
        return signing.sign();
    }

    private static void check(String algorithm, KeyPair pair, byte[] signature) throws Exception {
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(pair.getPublic());
        checking.update(TOKEN);
        if (!checking.verify(signature)) {
            throw new IllegalStateException(algorithm + " refused its own signature");
        }
    }
}
