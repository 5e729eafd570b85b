/** The {@code hubspoke} command. */
@NullMarked
package io.hubspoke.app;

import org.jspecify.annotations.NullMarked;
