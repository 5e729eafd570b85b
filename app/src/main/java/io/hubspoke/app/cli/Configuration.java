// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where settings come from: flag, then the environment ({@code HUBSPOKE_} and the key in capitals), then {@code
 * --config}, then {@code ./hubspoke.conf}, then what is built in.
 */
public final class Configuration {
    private static final String JOURNAL_KEY = "hubspoke.journal.file";
    private static final String JOURNAL_DEFAULT = ".hubspoke/journal.db";

    private final Surroundings surroundings;
    private final Optional<Path> named;
    private final Optional<Path> journalFlag;

    Configuration(Surroundings surroundings, Optional<Path> named, Optional<Path> journalFlag) {
        this.surroundings = surroundings;
        this.named = named;
        this.journalFlag = journalFlag;
    }

    /** The journal's file, absolute. Reads no more than it must, for the commands that are over in a moment. */
    public Path journal() {
        Path file = journalFlag
                .or(() -> Optional.ofNullable(surroundings.environment().get(environmentName(JOURNAL_KEY)))
                        .map(Path::of))
                .orElseGet(() -> {
                    Config files = files();
                    return Path.of(files.hasPath(JOURNAL_KEY) ? files.getString(JOURNAL_KEY) : JOURNAL_DEFAULT);
                });
        return surroundings.directory().resolve(file).normalize();
    }

    /** Everything, resolved, over the embedded profile. */
    public Config embedded() {
        Config profile = ConfigFactory.parseResources("hubspoke-embedded.conf")
                .withFallback(ConfigFactory.defaultReferenceUnresolved());
        Config journal = ConfigFactory.empty()
                .withValue(JOURNAL_KEY, ConfigValueFactory.fromAnyRef(journal().toString()));
        Config files = files();
        try {
            return journal.withFallback(environment(files.withFallback(profile)))
                    .withFallback(files)
                    .withFallback(profile)
                    .resolve();
        } catch (ConfigException wrong) {
            throw new Failure(ExitCode.USAGE, "the configuration is wrong: " + firstLine(wrong.getMessage()), wrong);
        }
    }

    /** What the environment says of the keys that are known. */
    private Config environment(Config known) {
        Map<String, String> said = new TreeMap<>();
        known.getConfig("hubspoke").root().forEach((name, value) -> collect("hubspoke." + name, value, said));
        return ConfigFactory.parseMap(said, "the environment");
    }

    private void collect(String path, com.typesafe.config.ConfigValue value, Map<String, String> said) {
        if (value instanceof com.typesafe.config.ConfigObject object) {
            object.forEach((name, inner) -> collect(path + "." + name, inner, said));
            return;
        }
        String text = surroundings.environment().get(environmentName(path));
        if (text != null) said.put(path, text);
    }

    private static String environmentName(String path) {
        return path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private Config files() {
        Path inDirectory = surroundings.directory().resolve("hubspoke.conf");
        Config local = Files.isRegularFile(inDirectory) ? parsed(inDirectory) : ConfigFactory.empty();
        return named.map(file -> {
                    Path path = surroundings.directory().resolve(file);
                    if (!Files.isRegularFile(path))
                        throw new Failure(
                                ExitCode.USAGE, "there is no configuration file " + file + ": check the path");
                    return parsed(path).withFallback(local);
                })
                .orElse(local);
    }

    private static Config parsed(Path file) {
        try {
            return ConfigFactory.parseFile(file.toFile());
        } catch (ConfigException wrong) {
            throw new Failure(ExitCode.USAGE, "the configuration is wrong: " + firstLine(wrong.getMessage()), wrong);
        }
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
