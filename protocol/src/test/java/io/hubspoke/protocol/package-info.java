// SPDX-License-Identifier: Apache-2.0
/** What the nouns of the protocol refuse and how they are written. */
@NullMarked
package io.hubspoke.protocol;

import org.jspecify.annotations.NullMarked;
