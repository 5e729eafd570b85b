@NullMarked
package io.hubspoke.agent.kinds;

import org.jspecify.annotations.NullMarked;
