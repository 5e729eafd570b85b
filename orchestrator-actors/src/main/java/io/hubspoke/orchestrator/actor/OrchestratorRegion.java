// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.protocol.wire.WireMessage;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * Where the orchestrators of all projects are found, on whichever node of role {@code orchestrator} each one runs. A
 * project's orchestrator starts with the first message to it and is not passivated: a deadline, a lease, a gate or a
 * letter may need its timer at any moment, and a project at rest costs little.
 */
public final class OrchestratorRegion {
    private static final String ROLE = "orchestrator";
    private static final int DOUBLINGS_MAX = 10;
    private static final EntityTypeKey<WireMessage> KEY = EntityTypeKey.create(WireMessage.class, "orchestrator");

    private final ActorSystem<?> system;
    private final OrchestratorSettings settings;

    /** What sharding sends to an orchestrator that is to move or to end; it finishes the commit in flight first. */
    private record Stop() implements WireMessage {}

    private OrchestratorRegion(ActorSystem<?> system, OrchestratorSettings settings) {
        this.system = system;
        this.settings = settings;
    }

    /** Joins the region with the settings of the system's configuration; on a node without the role it only sends. */
    public static OrchestratorRegion start(ActorSystem<?> system) {
        OrchestratorSettings settings =
                OrchestratorSettings.from(system.settings().config());
        ClusterSharding.get(system)
                .init(Entity.of(KEY, entity -> sharded(ProjectId.of(entity.getEntityId()), settings))
                        .withStopMessage(new Stop())
                        .withRole(ROLE));
        return new OrchestratorRegion(system, settings);
    }

    private static Behavior<WireMessage> sharded(ProjectId project, OrchestratorSettings settings) {
        return Behaviors.transformMessages(
                WireMessage.class,
                Orchestrator.behavior(project, settings, InstantSource.system()),
                incoming -> incoming.match(ToOrchestrator.class, OrchestratorMessage.Outside::new)
                        .match(Stop.class, stop -> new OrchestratorMessage.HandOff()));
    }

    /** The address of a project's orchestrator; it stays valid wherever the orchestrator moves. */
    @SuppressWarnings("unchecked") // who takes every wire message takes those to an orchestrator
    public RecipientRef<ToOrchestrator> project(ProjectId id) {
        return (RecipientRef<ToOrchestrator>)
                (RecipientRef<?>) ClusterSharding.get(system).entityRefFor(KEY, id.value());
    }

    /**
     * Executes a command of an operator. It is sent again under the same id while there is no reply, the outcome is
     * unknown or the hub is overloaded, up to {@code ask-tries} times with a pause that doubles each time; the last
     * reply is handed on, {@link Reply.Undetermined} when there was none.
     */
    public CompletionStage<Reply> execute(ProjectId project, CommandId id, String operator, OperatorCommand command) {
        return execute(project, id, operator, command, 1);
    }

    private CompletionStage<Reply> execute(
            ProjectId project, CommandId id, String operator, OperatorCommand command, int attempt) {
        return AskPattern.<ToOrchestrator, Replied>ask(
                        project(project),
                        replyTo -> new ToOrchestrator.ExecuteAsOperator(id, operator, command, replyTo),
                        settings.askTimeout(),
                        system.scheduler())
                .thenApply(Replied::reply)
                .exceptionally(this::noReply)
                .thenCompose(reply -> {
                    OptionalLong pause = pause(reply, attempt);
                    if (pause.isEmpty() || attempt >= settings.askTries())
                        return CompletableFuture.completedStage(reply);
                    return later(pause.getAsLong())
                            .thenCompose(again -> execute(project, id, operator, command, attempt + 1));
                });
    }

    /** Reads from committed state; asked again, up to {@code ask-tries} times, when there is no answer in time. */
    public CompletionStage<View> read(ProjectId project, Query query) {
        return read(project, query, 1);
    }

    private CompletionStage<View> read(ProjectId project, Query query, int attempt) {
        return AskPattern.<ToOrchestrator, View>ask(
                        project(project),
                        replyTo -> new ToOrchestrator.Read(query, replyTo),
                        settings.askTimeout(),
                        system.scheduler())
                .handle((view, trouble) -> {
                    if (trouble == null) return CompletableFuture.completedStage(view);
                    if (attempt < settings.askTries()) return read(project, query, attempt + 1);
                    return CompletableFuture.<View>failedStage(new TimeoutException(
                            "project %s did not answer within %s".formatted(project, settings.askTimeout())));
                })
                .thenCompose(Function.identity());
    }

    private Reply noReply(Throwable timeout) {
        return new Reply.Undetermined(
                "there was no reply within " + settings.askTimeout(),
                settings.retryAfter().toMillis());
    }

    /** Milliseconds until it is asked again: what the hub wishes first, then twice as long each time. */
    static OptionalLong pause(Reply reply, int attempt) {
        int doublings = Math.min(attempt - 1, DOUBLINGS_MAX);
        return switch (reply) {
            case Reply.Undetermined unknown -> OptionalLong.of(unknown.retryAfterMillis() << doublings);
            case Reply.Rejected(Rejection.Overloaded overloaded) ->
                OptionalLong.of(overloaded.retryAfterMillis() << doublings);
            case Reply.Rejected refused -> OptionalLong.empty();
            case Reply.Accepted accepted -> OptionalLong.empty();
        };
    }

    private static CompletionStage<Void> later(long millis) {
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }
}
