// SPDX-License-Identifier: Apache-2.0
/** The agents shipped with the product: command, checks, secret-scan, junit-report, human. */
@NullMarked
package io.hubspoke.agent.kinds;

import org.jspecify.annotations.NullMarked;
