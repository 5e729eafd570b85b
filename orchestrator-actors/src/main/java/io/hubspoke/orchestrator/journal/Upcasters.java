// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How older shapes of events are read. An event type starts at version 1; whoever changes its shape adds the step
 * from the version before, and from then on the type is written in the version after. Old rows stay as they are.
 */
public final class Upcasters {
    /** Every event type still has its first shape. */
    public static final Upcasters NONE = new Upcasters(Map.of());

    /** The steps of this version: whoever changes the shape of an event adds one here, with {@code with}. */
    public static final Upcasters CURRENT = NONE;

    private record Shape(String type, int version) {}

    private final Map<Shape, UnaryOperator<ObjectNode>> steps;

    private Upcasters(Map<Shape, UnaryOperator<ObjectNode>> steps) {
        this.steps = Map.copyOf(steps);
    }

    /** With a step that turns the event's own fields from this version into the next. */
    public Upcasters with(String type, int version, UnaryOperator<ObjectNode> step) {
        if (version != current(type)) {
            throw new IllegalArgumentException("the next step of %s is from version %d".formatted(type, current(type)));
        }
        Map<Shape, UnaryOperator<ObjectNode>> more = new HashMap<>(steps);
        more.put(new Shape(type, version), step);
        return new Upcasters(more);
    }

    /** The version in which events of this type are written. */
    int current(String type) {
        if (steps.isEmpty()) return 1;
        int version = 1;
        while (steps.containsKey(new Shape(type, version))) version++;
        return version;
    }

    ObjectNode raise(String type, int version, ObjectNode fields) {
        ObjectNode raised = fields;
        int at = version;
        for (UnaryOperator<ObjectNode> step = steps.get(new Shape(type, at));
                step != null;
                step = steps.get(new Shape(type, at))) {
            raised = step.apply(raised);
            at++;
        }
        return raised;
    }
}
