// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How many bytes all threads of this process have allocated so far, those that ended included. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    static long bytes() {
        return THREADS.getTotalThreadAllocatedBytes();
    }
}
