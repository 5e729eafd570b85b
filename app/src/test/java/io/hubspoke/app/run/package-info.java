@NullMarked
package io.hubspoke.app.run;

import org.jspecify.annotations.NullMarked;
