// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.ConsultationId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** The open consultations. A number up to the last one given that is not open is closed. */
public final class Consultations {
    static final Consultations NONE = new Consultations(TreePMap.empty(), TreePSet.empty(), 0);

    private final TreePMap<ConsultationId, Consultation> open;
    private final TreePSet<Timer<ConsultationId>> timers;
    private final long last;

    private Consultations(
            TreePMap<ConsultationId, Consultation> open, TreePSet<Timer<ConsultationId>> timers, long last) {
        this.open = open;
        this.timers = timers;
        this.last = last;
    }

    @JsonCreator
    static Consultations of(@JsonProperty("open") List<Consultation> open, @JsonProperty("last") long last) {
        Consultations consultations = NONE;
        for (Consultation consultation : open) consultations = consultations.with(consultation);
        return new Consultations(consultations.open, consultations.timers, last);
    }

    @JsonProperty("open")
    public Collection<Consultation> open() {
        return open.values();
    }

    /** The last number given. */
    @JsonProperty("last")
    long last() {
        return last;
    }

    int size() {
        return open.size();
    }

    public Optional<Consultation> find(ConsultationId id) {
        return Optional.ofNullable(open.get(id));
    }

    Consultation get(ConsultationId id) {
        return find(id).orElseThrow(() -> new IllegalStateException("consultation " + id + " is not open"));
    }

    long askedBy(AgentId agent) {
        return open.values().stream()
                .filter(consultation -> consultation.asker().equals(agent))
                .count();
    }

    /**
     * How deep a question of this agent would be: one more than the deepest that it has been asked and not answered.
     */
    int depthFor(AgentId asker) {
        return 1
                + open.values().stream()
                        .filter(consultation -> consultation.specialist().equals(asker))
                        .mapToInt(Consultation::depth)
                        .max()
                        .orElse(0);
    }

    Optional<Instant> nextTimer() {
        return Timer.earliest(timers);
    }

    List<ConsultationId> due(Instant now, int limit) {
        return timers.stream()
                .takeWhile(timer -> !timer.at().isAfter(now))
                .limit(limit)
                .map(Timer::id)
                .toList();
    }

    Consultations with(Consultation consultation) {
        return new Consultations(
                open.plus(consultation.id(), consultation),
                timers.plus(new Timer<>(consultation.deadline(), consultation.id())),
                Math.max(last, consultation.id().number()));
    }

    Consultations without(ConsultationId id) {
        return new Consultations(open.minus(id), timers.minus(new Timer<>(get(id).deadline(), id)), last);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Consultations that && open.equals(that.open) && last == that.last;
    }

    @Override
    public int hashCode() {
        return Objects.hash(open, last);
    }

    @Override
    public String toString() {
        return open.values().toString();
    }
}
