// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import java.util.Locale;

/** How enum names are written for people: {@code IN_PROGRESS} becomes {@code in progress}. */
public final class Wording {
    private Wording() {}

    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
