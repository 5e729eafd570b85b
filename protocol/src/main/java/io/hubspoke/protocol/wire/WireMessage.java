// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol.wire;

/** Everything that may cross from one node to another; bound to one serializer in the configuration. */
public interface WireMessage {}
