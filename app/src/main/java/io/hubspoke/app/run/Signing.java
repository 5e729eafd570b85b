// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import com.typesafe.config.Config;
import io.hubspoke.orchestrator.actor.WrittenHeads;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.proof.Notary;
import io.hubspoke.orchestrator.proof.SigningKey;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Signs heads beside the work of a hub, and at its end. Whatever goes wrong here is told and holds up nothing: an
 * unsigned journal is as good a journal, with less proof.
 */
public final class Signing implements AutoCloseable {
    private static final long LOOK_SECONDS = 1;

    private final WrittenHeads heads;
    private final Logger log;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("signing").factory());
    private final @Nullable Notary notary;
    private volatile Optional<String> trouble = Optional.empty();

    private Signing(WrittenHeads heads, Logger log, @Nullable Notary notary) {
        this.heads = heads;
        this.log = log;
        this.notary = notary;
    }

    @SuppressWarnings(
            "FutureReturnValueIgnored") // it repeats until the clock is shut down; sign tells of trouble itself
    static Signing start(Config config, Path journal, WrittenHeads heads, Logger log) {
        try {
            SigningKey key = SigningKey.at(keyFile(config.getString("hubspoke.signing.key-file"), System.getenv()));
            long every = config.getLong("hubspoke.signing.every-commits");
            Signing signing = new Signing(heads, log, new Notary(journal, key, every, InstantSource.system()));
            signing.clock.scheduleWithFixedDelay(
                    () -> signing.sign(false), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
            return signing;
        } catch (JournalException noKey) {
            Signing none = new Signing(heads, log, null);
            none.told(noKey);
            return none;
        }
    }

    /** Where the key is: as configured, or in the folder that the environment names for configuration. */
    public static Path keyFile(String configured, Map<String, String> environment) {
        if (!configured.equals("auto")) return Path.of(configured).toAbsolutePath();
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = xdg.isBlank()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config")
                : Path.of(xdg);
        return folder.resolve("hubspoke").resolve("signing-key").toAbsolutePath();
    }

    /** Why heads are not signed; empty when they are. */
    Optional<String> trouble() {
        return trouble;
    }

    private void sign(boolean atTheEnd) {
        if (notary == null) return;
        try {
            notary.sign(heads.now(), atTheEnd);
        } catch (JournalException refused) {
            told(refused);
        }
    }

    private void told(JournalException refused) {
        String sentence = String.valueOf(refused.getMessage());
        if (!trouble.filter(sentence::equals).isPresent()) log.warn("heads are not signed: {}", sentence);
        trouble = Optional.of(sentence);
    }

    /** Signs what has been written since. */
    @Override
    public void close() {
        clock.shutdown();
        sign(true);
    }
}
