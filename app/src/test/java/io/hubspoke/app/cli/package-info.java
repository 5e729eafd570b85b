@NullMarked
package io.hubspoke.app.cli;

import org.jspecify.annotations.NullMarked;
