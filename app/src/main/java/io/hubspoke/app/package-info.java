// SPDX-License-Identifier: Apache-2.0
/** The {@code hubspoke} command. */
@NullMarked
package io.hubspoke.app;

import org.jspecify.annotations.NullMarked;
