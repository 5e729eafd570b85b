// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: what can be said, what is printed, and how it ends. Nothing here loads Pekko before it is needed.
 */
@NullMarked
package io.hubspoke.app.cli;

import org.jspecify.annotations.NullMarked;
