@NullMarked
package io.hubspoke.agent;

import org.jspecify.annotations.NullMarked;
