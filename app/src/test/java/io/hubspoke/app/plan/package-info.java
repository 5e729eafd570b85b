@NullMarked
package io.hubspoke.app.plan;

import org.jspecify.annotations.NullMarked;
