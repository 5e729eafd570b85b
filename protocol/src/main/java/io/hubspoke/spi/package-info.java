// SPDX-License-Identifier: Apache-2.0
/** What an agent author writes against; no Pekko type can appear here. */
@NullMarked
package io.hubspoke.spi;

import org.jspecify.annotations.NullMarked;
