// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key with which one installation signs heads: Ed25519, in a file that only its owner may read, as OpenSSL writes
 * keys (PKCS #8 in PEM, the public key behind it).
 */
public final class SigningKey {
    private static final Set<PosixFilePermission> OF_OTHERS =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

    private static final String PROBE = "do these two belong together?";

    private final PrivateKey secret;
    private final String publicKey;

    private SigningKey(PrivateKey secret, EdECPublicKey publicKey) {
        this.secret = secret;
        this.publicKey = PublicKeys.text(publicKey);
    }

    /**
     * Reads the key, or makes it when there is none.
     *
     * @throws JournalException with one sentence when it cannot be made, is no such key, or others may read it
     */
    public static SigningKey at(Path file) {
        try {
            if (!Files.exists(file)) make(file);
            return read(file);
        } catch (IOException trouble) {
            throw new JournalException(
                    "the signing key %s cannot be made or read (%s): name another file with hubspoke.signing.key-file"
                            .formatted(file, trouble.getClass().getSimpleName().replace("Exception", "")),
                    trouble);
        } catch (GeneralSecurityException | IllegalArgumentException noKey) {
            throw new JournalException(
                    "%s is no signing key: restore it, or name another file with hubspoke.signing.key-file"
                            .formatted(file),
                    noKey);
        }
    }

    /** In 64 hexadecimal digits. */
    public String publicKey() {
        return publicKey;
    }

    /** States that the project's journal has this end now. */
    public SignedHead sign(ProjectId project, Head head, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        String statement = SignedHead.statement(project, head, at, publicKey);
        return new SignedHead(
                project, head.number(), head.revision(), head.hash(), at, publicKey, signature(statement));
    }

    private String signature(String statement) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(statement.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SigningKey read(Path file) throws IOException, GeneralSecurityException {
        if (posix() && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
            throw new JournalException(
                    "the signing key %s can be read or changed by others: chmod 600 it, or replace it".formatted(file));
        }
        String text = Files.readString(file);
        KeyFactory keys = KeyFactory.getInstance("Ed25519");
        SigningKey key = new SigningKey(
                keys.generatePrivate(new PKCS8EncodedKeySpec(block(text, "PRIVATE KEY"))),
                (EdECPublicKey) keys.generatePublic(new X509EncodedKeySpec(block(text, "PUBLIC KEY"))));
        if (!PublicKeys.verifies(key.publicKey, PROBE.getBytes(StandardCharsets.US_ASCII), key.signature(PROBE)))
            throw new IllegalArgumentException("the two keys do not belong together");
        return key;
    }

    /** Complete or not at all, and never over one that is there: another process may make it in the same moment. */
    private static void make(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder, only("rwx------"));
        Path whole = Files.createTempFile(folder, "signing-key", null, only("rw-------"));
        try {
            Files.writeString(
                    whole,
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded())
                            + pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // It is as good.
        } finally {
            Files.delete(whole);
        }
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] only(String permissions) {
        return posix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static String pem(String name, byte[] der) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(name, Base64.getEncoder().encodeToString(der), name);
    }

    private static byte[] block(String text, String name) {
        Matcher block = Pattern.compile("-----BEGIN " + name + "-----([^-]+)-----END " + name + "-----")
                .matcher(text);
        if (!block.find()) throw new IllegalArgumentException("there is no " + name);
        return Base64.getMimeDecoder().decode(block.group(1));
    }
}
