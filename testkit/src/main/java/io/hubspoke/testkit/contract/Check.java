// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import java.io.IOException;

/** One rule of the contract, as what is done to an agent and what is seen of it. */
interface Check {
    void look(Witness witness) throws IOException, InterruptedException;

    static void run(AgentUnderTest agent, Check check) throws IOException, InterruptedException {
        run(agent, HostFactory.PRODUCTION, check);
    }

    static void run(AgentUnderTest agent, HostFactory hosts, Check check) throws IOException, InterruptedException {
        try (Stage stage = new Stage(agent, hosts)) {
            check.look(new Witness(stage));
        }
    }
}
