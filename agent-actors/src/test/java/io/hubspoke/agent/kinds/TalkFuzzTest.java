// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whatever one line of a command's output is, it is talk that says what stands there, a refusal, or plain output. */
class TalkFuzzTest {
    private static final String SECRET = "topsecret";
    private static final Redactor REDACTOR = new Redactor(List.of(SECRET));

    @FuzzTest(maxDuration = "")
    @DictionaryEntries({
        "\"type\":\"progress\"",
        "\"type\":\"message\"",
        "\"type\":\"consult\"",
        "\"type\":\"escalate\"",
        "\"type\":\"usage\"",
        "\"type\":\"result\"",
        "\"type\":\"fail\"",
        "\"percent\":",
        "\"note\":\"",
        "\"to\":\"",
        "\"message-type\":\"",
        "\"payload\":\"",
        "\"correlation\":\"",
        "\"id\":\"",
        "\"specialist\":\"",
        "\"question\":\"",
        "\"context\":\"",
        "\"deadline\":\"",
        "\"reason\":\"",
        "\"severity\":\"",
        "\"options\":[",
        "\"approvers\":[",
        "\"on-expiry\":\"",
        "\"input-tokens\":",
        "\"output-tokens\":",
        "\"cost-micros\":",
        "\"summary\":\"",
        "\"outputs\":{",
        "\"retryable\":",
        "topsecret",
        "PT5M",
        "1e99",
        "18446744073709551617",
        "\\u0074"
    })
    void any_line_is_talk_a_refusal_or_output(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.UTF_8);

        Optional<Talk> talk = Talk.parse(line, REDACTOR);

        if (talk.isEmpty()) return;
        JsonNode said = Json.object(line).orElseThrow();
        switch (talk.get()) {
            case Talk.Wrong wrong -> {
                assertThat(wrong.sentence()).isNotBlank().doesNotContain("null", "io.hubspoke", SECRET);
                assertThat(wrong.sentence().chars()).noneMatch(each -> each < ' ');
                assertThat(wrong.sentence()).hasSizeLessThan(500);
            }
            case Talk.Progress progress -> isAsSaid(said, Map.of("percent", (long) progress.percent()));
            case Talk.Cost cost ->
                isAsSaid(
                        said,
                        Map.of(
                                "input-tokens", cost.usage().inputTokens(),
                                "output-tokens", cost.usage().outputTokens(),
                                "cost-micros", cost.usage().costMicros()));
            case Talk.Escalate escalate ->
                escalate.question()
                        .deadline()
                        .ifPresent(time -> assertThat(time).isPositive());
            case Talk.Consult consult -> assertThat(consult.deadline()).isPositive();
            case Talk.Message message -> assertThat(message.to().value()).isNotBlank();
            case Talk.Result result -> assertThat(result.result().summary()).isNotNull();
            case Talk.Fail fail -> assertThat(fail.reason()).isNotNull();
        }
        assertThat(talk.get().toString()).doesNotContain(SECRET);
    }

    private static BigDecimal whole(BigDecimal number) {
        return number.setScale(0, RoundingMode.DOWN);
    }

    /** A number that the hub gets is the one that was written. */
    private static void isAsSaid(JsonNode said, Map<String, Long> numbers) {
        numbers.forEach((name, number) -> {
            JsonNode value = said.path(name);
            BigDecimal written = value.isNumber() ? value.decimalValue() : BigDecimal.ZERO;
            assertThat(BigDecimal.valueOf(number))
                    .as(name)
                    .isEqualByComparingTo(name.equals("percent") ? whole(written) : written);
        });
    }
}
