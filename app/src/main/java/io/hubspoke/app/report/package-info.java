// SPDX-License-Identifier: Apache-2.0
/** What people and programs are told: lines, tables, JSON, and how a command ends. */
@NullMarked
package io.hubspoke.app.report;

import org.jspecify.annotations.NullMarked;
