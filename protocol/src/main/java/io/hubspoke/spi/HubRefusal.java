// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.spi;

import io.hubspoke.protocol.Rejection;

/** The hub said no; nothing was changed. */
public final class HubRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    public HubRefusal(Rejection rejection) {
        super(rejection.sentence());
        this.rejection = rejection;
    }

    public Rejection rejection() {
        return rejection;
    }
}
