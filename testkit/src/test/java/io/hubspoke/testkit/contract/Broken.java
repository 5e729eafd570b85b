// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.Usage;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.AgentProvider;
import io.hubspoke.spi.Hub;
import io.hubspoke.spi.HubRefusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Agents that break one rule each, with the contract run against them. */
final class Broken {
    private Broken() {}

    static class Made_of_nothing implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> {
                throw new IllegalStateException("no licence");
            });
        }
    }

    static class Wrong_settings implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Scripts.shell("true").withSetting("time-limt", "PT1M").withPatience(Duration.ofSeconds(3));
        }
    }

    static class Failing implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Scripts.shell("echo 'no such file' >&2; exit 3");
        }
    }

    /** Writes to somebody who does not exist, and does not mind. */
    static class Refused implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> new Tame() {
                @Override
                public TaskResult work(Letter.Assignment assignment, Hub hub)
                        throws AgentFailure, InterruptedException {
                    try {
                        hub.send(AgentId.of("nobody"), "note", "hello");
                    } catch (HubRefusal refusal) {
                        // It does not mind.
                    }
                    return super.work(assignment, hub);
                }
            });
        }
    }

    static class Misspelt implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Scripts.shell("""
                    echo '{"type":"consult","id":"q","question":"?"}'
                    """ + Scripts.WELL_BEHAVED);
        }
    }

    /** Throws when the effect is there already. */
    static class Repeating implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> new Tame() {
                private final Set<String> seen = ConcurrentHashMap.newKeySet();

                @Override
                public void onMessage(Principal from, Letter.Message message, Hub hub) {
                    if (seen.add(message.payload())) throw new IllegalStateException("too late");
                }
            });
        }
    }

    static class Hanging_on_a_message implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> new Tame() {
                @Override
                public void onMessage(Principal from, Letter.Message message, Hub hub) throws InterruptedException {
                    never.await();
                }
            });
        }
    }

    /** Has a line buffer of a fixed size. */
    static class Short_of_breath implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Scripts.shell(Scripts.WELL_BEHAVED + """
                    if [ ${#task} -gt 50000 ]; then echo 'line too long' >&2; exit 4; fi
                    """);
        }
    }

    /** Goes on in a thread of its own after its work. */
    static class Restless implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> new Tame() {
                private volatile boolean closed;

                @Override
                public TaskResult work(Letter.Assignment assignment, Hub hub)
                        throws AgentFailure, InterruptedException {
                    TaskResult result = super.work(assignment, hub);
                    Thread.ofVirtual().start(() -> count(hub));
                    return result;
                }

                private void count(Hub hub) {
                    try {
                        while (!closed) {
                            hub.usage(new Usage(1, 1, 1), "still here");
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                        }
                    } catch (HubRefusal | InterruptedException ended) {
                        closed = true;
                    }
                }

                @Override
                public void close() {
                    closed = true;
                }
            });
        }
    }

    /** Says that it waits while paused, and does not. */
    static class Impatient implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> new Tame() {
                @Override
                void last(Hub hub) throws AgentFailure, InterruptedException {
                    try {
                        while (!never.await(20, TimeUnit.MILLISECONDS)) hub.progress(2, "going on");
                    } catch (HubRefusal refusal) {
                        throw AgentFailure.retryable(refusal.rejection().sentence());
                    }
                }

                @Override
                public boolean waitsWhilePaused() {
                    return true;
                }
            });
        }
    }

    /** Starts a program, and forgets it. */
    static class Untidy implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> {
                try {
                    new ProcessBuilder("sleep", "60").start();
                } catch (IOException trouble) {
                    throw new UncheckedIOException(trouble);
                }
                return new Tame();
            });
        }
    }

    /** Hides a program from its host, so that it outlives everything. */
    static class Hiding implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Scripts.shell("""
                    IFS= read -r task
                    case $task in
                      *'"instructions":"last"'*)
                        hidden=$(mktemp -u)
                        setsid env -i sh -c ': > "$0"; exec sleep 61' "$hidden" </dev/null >/dev/null 2>&1 &
                        until [ -e "$hidden" ]; do sleep 0.01; done
                        rm "$hidden"
                        echo '{"type":"progress","percent":1}'
                        wait
                        ;;
                    esac
                    """).withPatience(Duration.ofSeconds(6));
        }
    }

    static class Stubborn implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> new Tame() {
                        private volatile boolean closed;

                        @Override
                        void last(Hub hub) {
                            while (!closed) {
                                try {
                                    closed = never.await(1, TimeUnit.MINUTES);
                                } catch (InterruptedException told) {
                                    // It knows better.
                                }
                            }
                        }

                        @Override
                        public void close() {
                            closed = true;
                            never.countDown();
                        }
                    })
                    .withPatience(Duration.ofSeconds(3));
        }
    }

    /** Does not clean up when it is interrupted. */
    static class Stuck implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> new Tame() {
                private volatile boolean busy;

                @Override
                public TaskResult work(Letter.Assignment assignment, Hub hub)
                        throws AgentFailure, InterruptedException {
                    if (busy) throw new IllegalStateException("busy");
                    busy = true;
                    TaskResult result = super.work(assignment, hub);
                    busy = false;
                    return result;
                }

                @Override
                public boolean waitsWhilePaused() {
                    return true;
                }
            });
        }
    }

    /** Does a task only once, also when its result was lost. */
    static class Once_only implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Scripts.shell("if [ -e \"$HUBSPOKE_TASK_ID\" ]; then echo 'done already' >&2; exit 6; fi\n"
                    + Scripts.WELL_BEHAVED + "touch \"$HUBSPOKE_TASK_ID\"\n");
        }
    }

    /** Leaves its lock behind when it is killed; told politely, it does not. */
    static class Locking implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Scripts.shell("""
                    IFS= read -r task
                    case $task in
                      *'"instructions":"last"'*)
                        mkdir lock || exit 5
                        trap 'rmdir lock; exit 143' TERM
                        echo '{"type":"progress","percent":1}'
                        sleep 60 </dev/null &
                        wait
                        ;;
                    esac
                    """);
        }
    }

    /** Keeps everything in memory. */
    static class Hoarding implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> new Tame() {
                        private byte[] kept = {};

                        @Override
                        public TaskResult work(Letter.Assignment assignment, Hub hub)
                                throws AgentFailure, InterruptedException {
                            if (assignment.task().instructions().equals("shout")) kept = new byte[100 << 20];
                            return new TaskResult(super.work(assignment, hub).summary() + kept.length, Map.of());
                        }
                    })
                    .withLoudTask("shout");
        }
    }

    /** A kind of its own that takes a time limit and does not keep it. */
    static class Timeless implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            AgentProvider provider = new AgentProvider() {
                @Override
                public String kind() {
                    return "timeless";
                }

                @Override
                public List<String> problems(AgentSpec agent) {
                    return List.of();
                }

                @Override
                public Agent create(AgentSpec agent, AgentContext context) {
                    return new Tame();
                }
            };
            return AgentUnderTest.of(provider, Settings.NONE)
                    .withTask("work")
                    .withLongTask("last")
                    .withPatience(Duration.ofSeconds(3));
        }
    }

    static class Silent_when_asked implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Tame.agent(() -> new Tame() {
                        @Override
                        public String onQuestion(Letter.Question question, Hub hub) throws InterruptedException {
                            never.await();
                            return "";
                        }
                    })
                    .withQuestion("Well?")
                    .withPatience(Duration.ofSeconds(3));
        }
    }
}
