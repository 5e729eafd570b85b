// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.spi.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LaneTest {
    private static final AgentId SELF = AgentId.of("worker");

    @Test
    void a_letter_that_is_handled_while_the_thread_before_has_not_yet_ended_is_reported() throws Exception {
        CountDownLatch thirdBegan = new CountDownLatch(1);
        CountDownLatch firstThreadEnded = new CountDownLatch(1);
        CompletableFuture<Thread> firstThread = new CompletableFuture<>();
        CompletableFuture<List<Long>> reported = new CompletableFuture<>();
        List<Long> done = new ArrayList<>();
        ScriptedAgent agent = new ScriptedAgent() {
            @Override
            public void onMessage(Principal from, Letter.Message message, Hub hub) throws InterruptedException {
                if (message.payload().equals("3")) {
                    thirdBegan.countDown();
                    firstThreadEnded.await();
                }
            }
        };
        AtomicReference<Lane> lane = new AtomicReference<>();
        lane.set(laneOf(agent, note -> {
            done.addAll(note.done());
            if (!note.idle()) return;
            if (firstThread.complete(Thread.currentThread())) {
                lane.get().start(List.of(letter(2), letter(3)));
                waitFor(thirdBegan);
            } else {
                reported.complete(List.copyOf(done));
            }
        }));

        lane.get().start(List.of(letter(1)));
        firstThread.get().join();
        firstThreadEnded.countDown();

        assertThat(reported.get(20, TimeUnit.SECONDS)).containsExactly(1L, 2L, 3L);
    }

    private static Lane laneOf(ScriptedAgent agent, Consumer<Note.Handled> host) {
        HubClient hub = new HubClient(SELF, new Line(submitted -> {}), Optional.empty());
        return new Lane(agent, hub, AgentSettings.DEFAULT, note -> host.accept((Note.Handled) note));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Letter letter(long number) {
        return new Letter(
                number,
                number,
                Principal.operator("ann"),
                new Letter.Message("note", Long.toString(number), Optional.empty()));
    }
}
