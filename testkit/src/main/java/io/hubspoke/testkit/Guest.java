// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

/** Whoever lives at the test kit's orchestrator: a played agent or a real one. */
sealed interface Guest permits TestHost, RealHost {
    /** Its process ends without a word; the hub notices at once, as it does when a node goes down. */
    void die();

    /** It is started anew, as another incarnation that knows nothing of the one before. */
    void comeBack();

    /** No message reaches it or leaves it any more, until it is {@link #hear heard} again. */
    void silence();

    void hear();

    /** The hub was away and is there again. */
    void hubIsBack();
}
