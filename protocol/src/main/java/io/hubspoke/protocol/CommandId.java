// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.OptionalLong;

/**
 * Names one command of one principal, so that sending it again has no second effect. Agents number their commands from
 * 1;
 * operators choose any unique text of 1 to 128 letters, digits and {@code . _ : / -}.
 */
public record CommandId(@JsonValue String value) implements Comparable<CommandId> {
    private static final int LENGTH_MAX = 128;

    /** What the hub's own commands carry: they are never sent twice. */
    public static final CommandId HUB = new CommandId("hub");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CommandId {
        if (!isAllowed(value)) {
            throw new IllegalArgumentException(
                    "command id is not allowed: use 1 to 128 letters, digits, '.', '_', ':', '/' or '-'");
        }
    }

    /** By hand: one is made for every command of every agent. */
    private static boolean isAllowed(String value) {
        if (value.isEmpty() || value.length() > LENGTH_MAX) return false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Names.isLetterOrDigit(c) && "._:/-".indexOf(c) < 0) return false;
        }
        return true;
    }

    public static CommandId numbered(long number) {
        return new CommandId(Long.toString(Names.requirePositive("command number", number)));
    }

    /** The number of an agent's command; empty when the id is not a number. */
    public OptionalLong number() {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') return OptionalLong.empty();
        }
        return value.length() > 18 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    }

    @Override
    public int compareTo(CommandId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
