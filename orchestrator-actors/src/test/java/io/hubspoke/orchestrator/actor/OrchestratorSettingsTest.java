// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrchestratorSettingsTest {
    @Test
    void the_defaults_are_read_from_the_configuration() {
        OrchestratorSettings settings = OrchestratorSettings.from(HubUnderTest.config());
        assertThat(settings.batchCommandsMax()).isEqualTo(1_000);
        assertThat(settings.batchBytesMax()).isEqualTo(4 * 1024 * 1024);
        assertThat(settings.redeliveryInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.silenceMax()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void a_value_that_makes_no_sense_is_refused_by_its_key() {
        for (String key : List.of("batch-commands-max", "waiting-bytes-max", "redelivery-tries-max", "ask-tries")) {
            Config config = HubUnderTest.config("hubspoke.orchestrator.%s = 0".formatted(key));
            assertThatThrownBy(() -> OrchestratorSettings.from(config))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("hubspoke.orchestrator." + key);
        }
        Config config = HubUnderTest.config("hubspoke.orchestrator.redelivery-interval = 0s");
        assertThatThrownBy(() -> OrchestratorSettings.from(config)).hasMessageContaining("redelivery-interval");
    }
}
