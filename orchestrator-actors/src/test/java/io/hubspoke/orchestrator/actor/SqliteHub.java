// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.protocol.ProjectId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** Hubs on a real SQLite journal, with the settings of the embedded profile but without a cluster. */
final class SqliteHub {
    private SqliteHub() {}

    static Config config(Path file, String... overrides) {
        String own = """
        hubspoke.journal.file = "%s"
        pekko.actor.provider = local
        hubspoke.orchestrator.restart-pause = 20ms
        pekko.actor.testkit.typed { single-expect-default = 10s, default-timeout = 10s }
        """.formatted(file);
        return ConfigFactory.load(ConfigFactory.parseString(own + String.join("\n", overrides))
                .withFallback(ConfigFactory.parseResourcesAnySyntax("hubspoke-embedded")));
    }

    /** One project's hub in a system of its own, on a journal that is made when it is missing. */
    static HubUnderTest start(Path file, String... overrides) {
        JournalFile.open(file).close();
        Config config = config(file, overrides);
        ActorTestKit kit = HubUnderTest.kit(config);
        return new HubUnderTest(kit, HubUnderTest.PROJECT, OrchestratorSettings.from(config), true);
    }

    static HubUnderTest on(ActorTestKit kit, String project) {
        return new HubUnderTest(
                kit,
                ProjectId.of(project),
                OrchestratorSettings.from(kit.system().settings().config()),
                false);
    }

    /** What somebody with a database tool could do. */
    static int sql(Path file, String statement, Object... values) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) prepared.setObject(i + 1, values[i]);
            return prepared.executeUpdate();
        } catch (SQLException trouble) {
            throw new IllegalStateException(trouble);
        }
    }
}
