package io.hubspoke.orchestrator.actor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.hubspoke.orchestrator.journal.JournalJson;
import io.hubspoke.protocol.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What tells commands of different content apart: the first eight bytes of SHA-256 over a command's JSON. For one thread. */
final class Fingerprints {
  private static final ObjectWriter WRITER = JournalJson.MAPPER.writerFor(Command.class);

  private final MessageDigest digest = sha256();
  private final ByteArrayBuilder buffer = new ByteArrayBuilder(8 * 1024);

  /**
   * @param value never 0, which stands for none
   * @param bytes of the command's JSON
   */
  record Fingerprint(long value, int bytes) {}

  /**
   * Reads the command from end to end.
   *
   * @throws IllegalArgumentException when it holds text that is not valid Unicode
   */
  Fingerprint of(Command command) {
    buffer.reset();
    try {
      WRITER.writeValue(buffer, command);
      byte[] json = buffer.toByteArray();
      long value = ByteBuffer.wrap(digest.digest(json)).getLong();
      return new Fingerprint(value == 0 ? 1 : value, json.length);
    } catch (JsonProcessingException notWritable) {
      throw new IllegalArgumentException(notWritable.getOriginalMessage(), notWritable);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
