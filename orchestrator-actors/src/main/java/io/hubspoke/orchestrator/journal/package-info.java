// SPDX-License-Identifier: Apache-2.0
/** The durable form of what happened: commits, their bytes, the chain that ties them, the file that holds them. */
@NullMarked
package io.hubspoke.orchestrator.journal;

import org.jspecify.annotations.NullMarked;
