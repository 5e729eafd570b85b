// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;

/** Ed25519 public keys as RFC 8032 writes them: the 32 bytes of y, little end first, with the sign of x in the last. */
final class PublicKeys {
    private static final int BYTES = 32;

    private PublicKeys() {}

    static String text(EdECPublicKey key) {
        byte[] bytes = reversed(key.getPoint().getY().toByteArray());
        if (key.getPoint().isXOdd()) bytes[BYTES - 1] |= (byte) 0x80;
        return HexFormat.of().formatHex(bytes);
    }

    static boolean verifies(String key, byte[] message, String signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(parsed(key));
            check.update(message);
            return check.verify(HexFormat.of().parseHex(signature));
        } catch (GeneralSecurityException | IllegalArgumentException noSuchSignature) {
            return false;
        }
    }

    private static PublicKey parsed(String key) throws GeneralSecurityException {
        byte[] bytes = HexFormat.of().parseHex(key);
        boolean odd = (bytes[BYTES - 1] & 0x80) != 0;
        bytes[BYTES - 1] &= 0x7F;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, reversed(bytes)));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[BYTES];
        for (int i = 0; i < BYTES && i < bytes.length; i++) reversed[i] = bytes[bytes.length - 1 - i];
        return reversed;
    }
}
