// SPDX-License-Identifier: Apache-2.0
/** The report of a journal: one page that shows what happened at any revision, made from the journal alone. */
@NullMarked
package io.hubspoke.app.audit;

import org.jspecify.annotations.NullMarked;
