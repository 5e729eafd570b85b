// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

class ImplementerContractTest implements AgentContract {
    @Override
    public AgentUnderTest agentUnderTest() {
        return AgentUnderTest.command("src/test/agents/implement.sh")
                .withTask("say hello")
                .withLongTask("wait for a minute");
    }
}
